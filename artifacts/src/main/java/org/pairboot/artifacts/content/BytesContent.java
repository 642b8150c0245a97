package org.pairboot.artifacts.content;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pairboot.artifacts.content.ContentReader.Sink;

/** Content held in memory: generated scripts and documents. */
public final class BytesContent implements Content {
  private final ByteBuffer bytes;
  private final Sha256 digest;

  private BytesContent(ByteBuffer bytes) {
    this.bytes = bytes.asReadOnlyBuffer();
    this.digest = Sha256.of(bytes.duplicate());
  }

  /** A copy of {@code bytes}. */
  public static BytesContent of(byte[] bytes) {
    // Off the heap, so that neither protocol copies it again on the way to a socket.
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length);
    return new BytesContent(direct.put(bytes).flip());
  }

  /** {@code text} in UTF-8. */
  public static BytesContent of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public long length() {
    return bytes.remaining();
  }

  @Override
  public Sha256 identity() {
    return digest;
  }

  @Override
  public ContentReader open() {
    return new Reader(bytes);
  }

  @Override
  public Optional<ContentReader> openAtOnce() {
    return Optional.of(open());
  }

  private record Reader(ByteBuffer bytes) implements ContentReader {
    @Override
    public long length() {
      return bytes.remaining();
    }

    @Override
    public int read(long position, ByteBuffer target) {
      int count = Ranges.readable(position, target.remaining(), length());
      if (count > 0) {
        target.put(bytes.slice((int) position, count));
      }
      return count;
    }

    @Override
    public long transferTo(long position, long count, Sink sink) throws IOException {
      int readable = Ranges.readable(position, count, length());
      return readable == 0 ? 0 : sink.write(bytes.slice((int) position, readable));
    }

    @Override
    public Optional<MemorySegment> mapped() {
      return Optional.of(MemorySegment.ofBuffer(bytes));
    }

    @Override
    public void close() {
      // The garbage collector frees the bytes.
    }
  }
}
