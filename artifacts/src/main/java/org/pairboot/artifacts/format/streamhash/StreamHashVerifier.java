package org.pairboot.artifacts.format.streamhash;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
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
 * Compares a file with a {@link StreamHash}. Chunks are independent of each other, so one thread
 * per processor hashes them; each thread takes the next chunk that is not taken yet.
 */
public final class StreamHashVerifier {
  private final FileChannel channel;
  private final ImageFile file;
  private final StreamHash expected;
  private final LongConsumer progress;
  private final AtomicLong next = new AtomicLong();

  /** Chunks from here on need no comparison: the end, or the first difference found so far. */
  private final AtomicLong end;

  private long done;

  private StreamHashVerifier(
      FileChannel channel, ImageFile file, StreamHash expected, LongConsumer progress) {
    this.channel = channel;
    this.file = file;
    this.expected = expected;
    this.progress = progress;
    long chunks = Math.ceilDiv(file.length(), (long) expected.chunkSize());
    this.end = new AtomicLong(Math.min(chunks, expected.digests().size()));
  }

  /** The outcome of a comparison. */
  public sealed interface Result {
    /** Every chunk has its digest, and nothing follows the last one. */
    record Match() implements Result {}

    /**
     * The file differs.
     *
     * @param offset where the first chunk that differs starts, in bytes
     * @param message the text that the guest prints in this case
     */
    record Mismatch(long offset, String message) implements Result {}
  }

  /**
   * Reads {@code file} and compares it with {@code expected}. {@code progress} receives the number
   * of bytes hashed so far, from several threads, one at a time.
   *
   * @throws IOException if the file cannot be read; never because of its contents
   */
  public static Result verify(ImageFile file, StreamHash expected, LongConsumer progress)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      return new StreamHashVerifier(channel, file, expected, progress).verify();
    }
  }

  private Result verify() throws IOException {
    OptionalLong different = firstDifference();
    if (different.isEmpty()) {
      return compareLength(expected, file.length());
    }
    int chunk = (int) different.getAsLong();
    String found = digest(new ChunkReader(channel, file.name()), chunk, count -> {});
    return mismatch(expected, chunk, found);
  }

  /** The first chunk that differs. The guest, which reads in order, stops there. */
  private OptionalLong firstDifference() throws IOException {
    long comparable = end.get();
    int threads = Math.clamp(comparable, 1, Runtime.getRuntime().availableProcessors());
    try (ExecutorService executor =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("chunks-", 0).factory())) {
      List<Future<Void>> comparisons = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        comparisons.add(
            executor.submit(() -> {
              compareChunks();
              return null;
            }));
      }
      for (Future<Void> comparison : comparisons) {
        await(comparison);
      }
    }
    return end.get() < comparable ? OptionalLong.of(end.get()) : OptionalLong.empty();
  }

  private void compareChunks() throws IOException {
    ChunkReader reader = new ChunkReader(channel, file.name());
    try {
      // Chunks are taken in order, so all chunks before a difference have been taken by then.
      for (long chunk = next.getAndIncrement(); chunk < end.get(); chunk = next.getAndIncrement()) {
        String found = digest(reader, chunk, this::advance);
        if (!found.equals(expected.digests().get((int) chunk))) {
          end.accumulateAndGet(chunk, Math::min);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      stop();
      throw e;
    }
  }

  private String digest(ChunkReader reader, long chunk, IntConsumer step) throws IOException {
    long start = chunk * expected.chunkSize();
    long length = Math.min(expected.chunkSize(), file.length() - start);
    return reader.digest(file.offset() + start, length, step);
  }

  private synchronized void advance(int count) {
    done += count;
    progress.accept(done);
  }

  private void await(Future<Void> comparison) throws IOException {
    try {
      comparison.get();
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while hashing " + file.name(), e);
    }
  }

  /** Leaves no further chunk to take; half of the range, so that increments do not overflow. */
  private void stop() {
    next.set(Long.MAX_VALUE / 2);
  }

  private static IOException failure(Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(cause);
    };
  }

  /** The result for a chunk that has the digest {@code found} instead of the expected one. */
  static Result mismatch(StreamHash expected, int chunk, String found) {
    long offset = (long) chunk * expected.chunkSize();
    return new Result.Mismatch(
        offset,
        "hash mismatch at offset %d; expected %s, found %s"
            .formatted(offset, expected.digests().get(chunk), found));
  }

  /** The result for {@code length} bytes in which all chunks that can be compared are right. */
  static Result compareLength(StreamHash expected, long length) {
    long chunks = Math.ceilDiv(length, (long) expected.chunkSize());
    if (expected.digests().size() > chunks) {
      return new Result.Mismatch(length, "premature end of input data at offset " + length);
    }
    long end = expected.maxLength();
    return chunks > expected.digests().size()
        ? new Result.Mismatch(end, "found extra input data at offset " + end)
        : new Result.Match();
  }
}
