package org.pairboot.artifacts.content;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.content.ContentReader.Sink;

/** Computes digests by reading contents, to check a given digest or to find an unknown one. */
public final class ContentHash {
  private static final int CHUNK = 256 * 1024;

  private ContentHash() {}

  /**
   * The digest of all {@code pieces} in a row.
   *
   * @param progress gets the number of bytes of each step
   * @throws IOException when a piece cannot be read
   */
  public static Sha256 of(List<? extends Content> pieces, LongConsumer progress)
      throws IOException {
    HashingSink sink = new HashingSink(progress);
    for (Content piece : pieces) {
      try (ContentReader reader = piece.open()) {
        long position = 0;
        while (position < reader.length()) {
          position += reader.transferTo(position, reader.length() - position, sink);
        }
      }
    }
    return Sha256.from(sink.digest);
  }

  /**
   * The digest of all of {@code file}; its position is not used.
   *
   * @param progress gets the number of bytes of each step
   * @throws IOException when it cannot be read
   */
  public static Sha256 of(FileChannel file, LongConsumer progress) throws IOException {
    HashingSink sink = new HashingSink(progress);
    long position = 0;
    long length = file.size();
    while (position < length) {
      position += sink.transferFrom(file, position, length - position);
    }
    return Sha256.from(sink.digest);
  }

  /**
   * Hashes what it gets. Reads files instead of their mapping: a gigabyte of mapped pages would
   * count as this process's memory.
   */
  private static final class HashingSink implements Sink {
    private final MessageDigest digest = Sha256.newDigest();
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    private final LongConsumer progress;

    HashingSink(LongConsumer progress) {
      this.progress = progress;
    }

    @Override
    public long transferFrom(FileChannel file, long position, long count) throws IOException {
      chunk.clear().limit((int) Math.min(CHUNK, count));
      if (file.read(chunk, position) < 0) {
        throw new EOFException("a file was truncated while it was being read");
      }
      return write(chunk.flip());
    }

    @Override
    public int write(ByteBuffer bytes) {
      int count = bytes.remaining();
      digest.update(bytes);
      progress.accept(count);
      return count;
    }
  }
}
