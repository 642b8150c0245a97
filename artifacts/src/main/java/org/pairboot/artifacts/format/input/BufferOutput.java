package org.pairboot.artifacts.format.input;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** An output stream that also accepts bytes off the heap, without copying them to it. */
public abstract class BufferOutput extends OutputStream {

  /** Writes all remaining bytes of {@code bytes}. */
  public abstract void write(ByteBuffer bytes) throws IOException;

  /** Adapts any stream. */
  public static BufferOutput of(OutputStream stream) {
    return stream instanceof BufferOutput known ? known : new Copying(stream);
  }

  private static final class Copying extends BufferOutput {
    private final OutputStream stream;

    Copying(OutputStream stream) {
      this.stream = stream;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      if (bytes.hasArray()) {
        stream.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        bytes.position(bytes.limit());
      } else {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        stream.write(copy, 0, copy.length);
      }
    }
  }

  @Override
  public final void write(byte[] bytes, int offset, int length) throws IOException {
    write(ByteBuffer.wrap(bytes, offset, length));
  }

  @Override
  public final void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }
}
