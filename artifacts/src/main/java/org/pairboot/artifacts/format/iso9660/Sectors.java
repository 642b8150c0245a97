package org.pairboot.artifacts.format.iso9660;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;

/** Positional reads within an image, and the objections to what was read. */
final class Sectors implements AutoCloseable {
  /** Bytes in a sector; the logical blocks of all images in use are of the same size. */
  static final int SIZE = 2048;

  /**
   * For all directories and descriptors together. A distribution's ISO has less than one, and who
   * reads only some of its directories needs less; a hostile one could keep us busy for days.
   */
  private static final long MAX_READ = 8L << 20;

  private final SeekableByteChannel channel;
  private final ImageFile file;
  private long read;

  /**
   * @param file says where in the channel the image is, and what messages call it
   */
  Sectors(SeekableByteChannel channel, ImageFile file) {
    this.channel = channel;
    this.file = file;
  }

  ImageFile file() {
    return file;
  }

  /** {@code count} bytes from {@code offset}, all of which must be there. */
  byte[] read(long offset, int count, String what) throws IOException {
    if (!contains(offset, count)) {
      throw outside(offset, count, what);
    }
    read += count;
    if (read > MAX_READ) {
      throw bad(offset, "has directories of more than " + MAX_READ + " bytes");
    }
    ByteBuffer bytes = ByteBuffer.allocate(count);
    channel.position(file.offset() + offset);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new IOException(file.name() + " became shorter while it was read");
      }
    }
    return bytes.array();
  }

  boolean contains(long offset, long length) {
    return offset >= 0 && length >= 0 && offset <= file.length() - length;
  }

  BadImageException outside(long offset, long length, String what) {
    return bad(
        offset,
        "%s is said to be %d bytes at offset %d, but the file has only %d bytes"
            .formatted(what, length, offset, file.length()));
  }

  BadImageException bad(long offset, String problem) {
    return new BadImageException(file.name(), offset, problem);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /**
   * Bytes in one piece.
   *
   * @param offset from the start of the image, in bytes
   * @param length in bytes
   */
  record Extent(long offset, long length) {
    long end() {
      return offset + length;
    }
  }
}
