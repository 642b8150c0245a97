package org.pairboot.artifacts.store;

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
 * own: hashing is what takes the time of an import, and several digests are wanted. They read what
 * has arrived in the file, so that what is hashed is what is published, whatever becomes of the
 * source. Used by one thread.
 */
final class Followers implements AutoCloseable {
  private static final int CHUNK = 256 * 1024;

  /** How far the writer may be ahead of them, in bytes. */
  static final long LEAD = 64L << 20;

  private final FileChannel file;
  private final Watermark watermark;
  private final ExecutorService threads;
  private final List<Future<Void>> ends = new ArrayList<>();

  /**
   * Begins to follow {@code file} from {@code start}.
   *
   * @param listeners each gets the bytes in order; to be read at once, the buffer is used again
   */
  Followers(FileChannel file, long start, List<? extends Consumer<ByteBuffer>> listeners) {
    this.file = file;
    this.watermark = new Watermark(listeners.size(), LEAD);
    this.threads =
        Executors.newFixedThreadPool(
            listeners.size(), Thread.ofPlatform().daemon().name("hash-", 0).factory());
    for (int i = 0; i < listeners.size(); i++) {
      int reader = i;
      ends.add(
          threads.submit(() -> {
            follow(reader, start, listeners.get(reader));
            return null;
          }));
    }
  }

  /** {@code count} more bytes are in the file. */
  void advance(long count) throws IOException {
    watermark.advance(count);
  }

  /** The file is whole; returns when all listeners have got all of it. */
  void finish() throws IOException {
    watermark.end();
    for (Future<Void> end : ends) {
      try {
        end.get();
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while a file was hashed", e);
      }
    }
  }

  @Override
  public void close() {
    watermark.giveUp();
    threads.close();
  }

  private void follow(int reader, long start, Consumer<ByteBuffer> listener) throws IOException {
    // On the heap: MessageDigest takes a direct buffer in pieces of 4 KiB.
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    long position = 0;
    try {
      for (long readable = next(reader, position);
          readable > position;
          readable = next(reader, position)) {
        chunk.clear().limit((int) Math.min(CHUNK, readable - position));
        int count = file.read(chunk, start + position);
        if (count < 0) {
          throw new EOFException("a file became shorter while it was written");
        }
        listener.accept(chunk.flip());
        position += count;
      }
    } catch (IOException | RuntimeException | Error e) {
      watermark.giveUp();
      throw e;
    }
  }

  private long next(int reader, long position) throws IOException {
    return watermark.readable(reader, position);
  }

  private static IOException failure(Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(cause);
    };
  }
}
