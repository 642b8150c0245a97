package org.pairboot.artifacts.format.streamhash;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.format.input.ImageFile;

/** Compares a file with a {@link StreamHash}, on all processors. */
public final class StreamHashVerifier {
  private StreamHashVerifier() {}

  /** What came out. */
  public sealed interface Result {
    /** Every chunk is as it should be, and there is no byte more. */
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
   * Reads {@code file} and compares it with {@code expected}. {@code progress} is told how many
   * bytes have been hashed, from several threads, one at a time.
   *
   * @throws IOException when the file cannot be read; never for its contents
   */
  public static Result verify(ImageFile file, StreamHash expected, LongConsumer progress)
      throws IOException {
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      ChunkComparison comparison = new ChunkComparison(channel, file, expected, progress);
      OptionalLong bad = comparison.firstDifference();
      if (bad.isPresent()) {
        int chunk = (int) bad.getAsLong();
        return difference(expected, chunk, comparison.digest(chunk));
      }
    }
    return lengthVerdict(expected, file.length());
  }

  /** The verdict about a chunk that has the digest {@code found}. */
  static Result difference(StreamHash expected, int chunk, String found) {
    long offset = (long) chunk * expected.chunkSize();
    return new Result.Mismatch(
        offset,
        "hash mismatch at offset %d; expected %s, found %s"
            .formatted(offset, expected.digests().get(chunk), found));
  }

  /** The verdict about {@code length} bytes of which all chunks that can be compared are right. */
  static Result lengthVerdict(StreamHash expected, long length) {
    long chunks = (length + expected.chunkSize() - 1) / expected.chunkSize();
    if (expected.digests().size() > chunks) {
      return mismatch("premature end of input data at offset ", length);
    }
    return chunks > expected.digests().size()
        ? mismatch("found extra input data at offset ", expected.maxLength())
        : new Result.Match();
  }

  private static Result mismatch(String text, long offset) {
    return new Result.Mismatch(offset, text + offset);
  }
}
