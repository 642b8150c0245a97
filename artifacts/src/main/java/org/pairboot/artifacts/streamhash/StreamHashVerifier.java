package org.pairboot.artifacts.streamhash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.input.ImageFile;

/** Compares a file with a {@link StreamHash}, on all processors. */
public final class StreamHashVerifier {
  private static final int BUFFER = 256 * 1024;

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
    long chunkSize = expected.chunkSize();
    long chunks = (file.length() + chunkSize - 1) / chunkSize;
    long comparable = Math.min(chunks, expected.digests().size());
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      Chunks reader = new Chunks(channel, file, expected, new Progress(progress, file.length()));
      // The first mismatch is wanted, as the guest reads in order; min() finds it.
      long bad =
          LongStream.range(0, comparable)
              .parallel()
              .filter(chunk -> !reader.digest(chunk).equals(reader.expected(chunk)))
              .min()
              .orElse(-1);
      if (bad >= 0) {
        return difference(expected, (int) bad, reader.digest(bad));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
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

  private record Chunks(FileChannel channel, ImageFile file, StreamHash hash, Progress progress) {
    String expected(long chunk) {
      return hash.digests().get((int) chunk);
    }

    String digest(long chunk) {
      long position = chunk * hash.chunkSize();
      long end = Math.min(position + hash.chunkSize(), file.length());
      MessageDigest digest = Sha256.newDigest();
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER, end - position));
      try {
        while (position < end) {
          buffer.clear().limit((int) Math.min(buffer.capacity(), end - position));
          int count = channel.read(buffer, file.offset() + position);
          if (count < 0) {
            throw new IOException(file.name() + " became shorter while it was read");
          }
          digest.update(buffer.flip());
          position += count;
          progress.add(count);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Sha256.from(digest).hex();
    }
  }

  private static final class Progress {
    private final LongConsumer consumer;
    private final long total;
    private final AtomicLong done = new AtomicLong();

    Progress(LongConsumer consumer, long total) {
      this.consumer = consumer;
      this.total = total;
    }

    void add(int count) {
      done.addAndGet(count);
      synchronized (this) {
        // A chunk that differs is hashed twice.
        consumer.accept(Math.min(done.get(), total));
      }
    }
  }
}
