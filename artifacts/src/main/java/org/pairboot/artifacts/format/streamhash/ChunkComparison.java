package org.pairboot.artifacts.format.streamhash;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.input.ImageFile;

/**
 * One comparison of a file with a stream-hash. Chunks do not depend on one another, so there is a
 * thread for each processor, and each takes the next chunk that nobody has taken.
 */
final class ChunkComparison {
  private final FileChannel channel;
  private final ImageFile file;
  private final StreamHash expected;
  private final LongConsumer progress;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong end;
  private long done;

  ChunkComparison(FileChannel channel, ImageFile file, StreamHash expected, LongConsumer progress) {
    this.channel = channel;
    this.file = file;
    this.expected = expected;
    this.progress = progress;
    long chunks = Math.ceilDiv(file.length(), (long) expected.chunkSize());
    this.end = new AtomicLong(Math.min(chunks, expected.digests().size()));
  }

  /** What chunk number {@code chunk} has. */
  String digest(long chunk) throws IOException {
    return digest(new ChunkReader(channel, file.name()), chunk, count -> {});
  }

  /** The first chunk that differs: the guest, which reads in order, stops there. */
  OptionalLong firstDifference() throws IOException {
    long comparable = end.get();
    int threads = Math.clamp(comparable, 1, Runtime.getRuntime().availableProcessors());
    try (ExecutorService executor =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("chunks-", 0).factory())) {
      List<Future<Void>> ends = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        ends.add(
            executor.submit(() -> {
              compare();
              return null;
            }));
      }
      for (Future<Void> thread : ends) {
        await(thread);
      }
    }
    return end.get() < comparable ? OptionalLong.of(end.get()) : OptionalLong.empty();
  }

  private void compare() throws IOException {
    ChunkReader reader = new ChunkReader(channel, file.name());
    try {
      // Chunks are taken in order, so those before a difference have all been taken by then.
      for (long chunk = next.getAndIncrement(); chunk < end.get(); chunk = next.getAndIncrement()) {
        String found = digest(reader, chunk, this::advance);
        if (!found.equals(expected.digests().get((int) chunk))) {
          end.accumulateAndGet(chunk, Math::min);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      next.set(Long.MAX_VALUE / 2);
      throw e;
    }
  }

  /** The digest of chunk number {@code chunk}. */
  private String digest(ChunkReader reader, long chunk, IntConsumer step) throws IOException {
    long start = chunk * expected.chunkSize();
    long length = Math.min(expected.chunkSize(), file.length() - start);
    return reader.digest(file.offset() + start, length, step);
  }

  private synchronized void advance(int count) {
    done += count;
    progress.accept(done);
  }

  private void await(Future<Void> thread) throws IOException {
    try {
      thread.get();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      next.set(Long.MAX_VALUE / 2);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + file.name() + " was hashed", e);
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
}
