package org.pairboot.artifacts.format.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A stream of bytes that knows its position and can peek at the next byte. Its only memory is one
 * buffer. Not thread-safe.
 */
public abstract class ImageInput extends InputStream {
  private final ByteBuffer buffer;
  private long filledTo;

  /** An input with exclusive use of {@code buffer}. */
  protected ImageInput(ByteBuffer buffer) {
    this.buffer = buffer.limit(0);
  }

  /** Reads at least one byte into {@code target}, which is empty, or returns -1 at the end. */
  protected abstract int fill(ByteBuffer target) throws IOException;

  /** An error about the byte at the current position. */
  public abstract BadImageException bad(String problem);

  /** An error for an input that ends inside {@code something}. */
  public abstract BadImageException endsWithin(String something);

  /** {@code position} in words, such as {@code offset 1024}. */
  public abstract String place(long position);

  /** The number of bytes consumed so far. */
  public final long position() {
    return filledTo - buffer.remaining();
  }

  /**
   * The buffered bytes: at least one, or none at the end of the input. Consuming bytes of the
   * buffer consumes them from this input.
   */
  public final ByteBuffer buffered() throws IOException {
    if (!buffer.hasRemaining()) {
      buffer.clear();
      int count;
      try {
        count = fill(buffer);
      } catch (IOException | RuntimeException e) {
        buffer.limit(0);
        throw e;
      }
      buffer.flip();
      filledTo += Math.max(count, 0);
    }
    return buffer;
  }

  /** The next byte without consuming it, or -1 at the end. */
  public final int peek() throws IOException {
    ByteBuffer bytes = buffered();
    return bytes.hasRemaining() ? bytes.get(bytes.position()) & 0xff : -1;
  }

  @Override
  public final int read() throws IOException {
    ByteBuffer bytes = buffered();
    return bytes.hasRemaining() ? bytes.get() & 0xff : -1;
  }

  @Override
  public final int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    ByteBuffer bytes = buffered();
    if (!bytes.hasRemaining()) {
      return -1;
    }
    int count = Math.min(length, bytes.remaining());
    bytes.get(target, offset, count);
    return count;
  }

  /** Skips NUL bytes up to the next other byte or the end. */
  public final void skipZeros() throws IOException {
    while (buffered().hasRemaining()) {
      while (buffer.hasRemaining()) {
        if (buffer.get(buffer.position()) != 0) {
          return;
        }
        buffer.get();
      }
    }
  }

  /** Skips up to {@code count} bytes, fewer only at the end of the input; returns how many. */
  @Override
  public long skip(long count) throws IOException {
    long left = Math.max(count, 0);
    while (left > 0 && buffered().hasRemaining()) {
      int step = (int) Math.min(left, buffer.remaining());
      buffer.position(buffer.position() + step);
      left -= step;
    }
    return Math.max(count, 0) - left;
  }

  /**
   * For inputs that can seek: discards the buffer and moves {@code distance} bytes on from its end.
   */
  protected final void jump(long distance) {
    buffer.limit(0);
    filledTo += distance;
  }

  /** The number of bytes in the buffer, without filling it. */
  protected final int ready() {
    return buffer.remaining();
  }

  /** The position at which the next {@link #fill} reads. */
  protected final long filledTo() {
    return filledTo;
  }
}
