package org.pairboot.testing;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.artifacts.content.ContentReader.Sink;
import org.pairboot.artifacts.content.Sha256;

/** A content of any length whose bytes are computed from their position. */
public record SyntheticContent(long length) implements Content {

  /** The byte at {@code position}. */
  public static byte at(long position) {
    return (byte) (position * 0x9E3779B97F4A7C15L >>> 56);
  }

  /** {@code count} bytes from {@code position}. */
  public static byte[] bytes(long position, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = at(position + i);
    }
    return bytes;
  }

  @Override
  public Sha256 identity() {
    return new Sha256("ab".repeat(32));
  }

  @Override
  public ContentReader open() {
    return new Reader(length);
  }

  private record Reader(long length) implements ContentReader {
    @Override
    public int read(long position, ByteBuffer target) {
      int count = Math.clamp(length - position, 0, target.remaining());
      target.put(bytes(position, count));
      return count;
    }

    @Override
    public long transferTo(long position, long count, Sink sink) throws IOException {
      // Returns less than requested, so that callers must call again.
      int chunk = (int) Math.min(Math.min(count, length - position), 64 << 10);
      return sink.write(ByteBuffer.wrap(bytes(position, chunk)));
    }

    @Override
    public Optional<MemorySegment> mapped() {
      return Optional.empty();
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
