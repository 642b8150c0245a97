package org.pairboot.artifacts.store.staging;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Hands all bytes of a file that is being written to several listeners, each on a thread of its
 * own: an import spends its time on hashing, and needs several digests. The listeners read what has
 * arrived in the file, so what they hash is what is published, even if the source changes
 * meanwhile. Used by one thread.
 */
final class StreamTee implements AutoCloseable {
  private static final int CHUNK = 256 * 1024;

  /**
   * How far the writer may be ahead of the listeners, in bytes: little enough that what they read
   * is still in the page cache.
   */
  static final long LEAD = 64L << 20;

  private final FileChannel file;
  private final Watermark watermark;
  private final ExecutorService threads;
  private final List<Future<Void>> ends = new ArrayList<>();

  /**
   * Starts reading {@code file} at {@code start}.
   *
   * @param listeners each gets the bytes in order; the buffer is valid only during the call
   */
  StreamTee(FileChannel file, long start, List<? extends Consumer<ByteBuffer>> listeners) {
    this.file = file;
    this.watermark = new Watermark(listeners.size(), LEAD);
    this.threads =
        Executors.newFixedThreadPool(
            listeners.size(), Thread.ofPlatform().daemon().name("hash-", 0).factory());
    for (int i = 0; i < listeners.size(); i++) {
      int reader = i;
      ends.add(
          threads.submit(() -> {
            read(reader, start, listeners.get(reader));
            return null;
          }));
    }
  }

  /** Reports {@code count} more bytes in the file. Waits for listeners that are far behind. */
  void advance(long count) throws IOException {
    watermark.advance(count);
  }

  /** Reports that the file is complete; returns when all listeners have got all of it. */
  void finish() throws IOException {
    watermark.end();
    for (Future<Void> end : ends) {
      try {
        end.get();
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while hashing a file", e);
      }
    }
  }

  @Override
  public void close() {
    watermark.giveUp();
    threads.close();
  }

  private void read(int reader, long start, Consumer<ByteBuffer> listener) throws IOException {
    // On the heap: MessageDigest takes a direct buffer in pieces of 4 KiB.
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long position = 0;
    try {
      for (long end = watermark.readable(reader, position);
          end > position;
          end = watermark.readable(reader, position)) {
        chunk.clear().limit((int) Math.min(CHUNK, end - position));
        int count = file.read(chunk, start + position);
        if (count < 0) {
          throw new EOFException("a file was truncated while it was being read");
        }
        listener.accept(chunk.flip());
        position += count;
      }
    } catch (IOException | RuntimeException | Error e) {
      watermark.giveUp();
      throw e;
    }
  }

  private static IOException failure(Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(cause);
    };
  }

  /**
   * How far the file is written, and how far it is read. The writer stays within {@code lead} bytes
   * of the slowest reader. Thread-safe.
   */
  private static final class Watermark {
    private final long lead;
    private final long[] read;
    private long written;
    private boolean ended;
    private boolean broken;

    Watermark(int readers, long lead) {
      this.read = new long[readers];
      this.lead = lead;
    }

    synchronized void advance(long count) throws IOException {
      written += count;
      notifyAll();
      while (!broken && written - slowest() > lead) {
        await();
      }
    }

    synchronized void end() {
      ended = true;
      notifyAll();
    }

    /** The writer or a reader has failed; nobody waits any longer. */
    synchronized void giveUp() {
      broken = true;
      notifyAll();
    }

    /**
     * Reader number {@code reader} has read up to {@code position}. Returns how far it may read,
     * which is {@code position} only at the end of the file or after a failure.
     */
    synchronized long readable(int reader, long position) throws IOException {
      read[reader] = position;
      notifyAll();
      while (!broken && !ended && written == position) {
        await();
      }
      return broken ? position : written;
    }

    private long slowest() {
      long slowest = written;
      for (long position : read) {
        slowest = Math.min(slowest, position);
      }
      return slowest;
    }

    @SuppressWarnings("WaitNotInLoop") // every caller waits in a loop for its own condition
    private void await() throws IOException {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while copying a file", e);
      }
    }
  }
}
