package org.pairboot.artifacts.format.iso9660;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.OptionalLong;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;

/** Reads an image at given positions, and makes the errors about what was read. */
final class Sectors implements AutoCloseable {
  /** Bytes in a sector; in practice, the logical blocks of every image have the same size. */
  static final int SIZE = 2048;

  /**
   * The limit for all directories and descriptors together. A distribution's ISO has less than 1
   * MiB of them; a hostile image could keep us busy for days.
   */
  private static final long MAX_READ = 8L << 20;

  private final SeekableByteChannel channel;
  private final ImageFile file;
  private long read;

  /**
   * @param file the place of the image in the channel, and its name in messages
   */
  Sectors(SeekableByteChannel channel, ImageFile file) {
    this.channel = channel;
    this.file = file;
  }

  ImageFile file() {
    return file;
  }

  /** Reads {@code count} bytes at {@code offset}; fails if the image has fewer. */
  byte[] read(long offset, int count, String what) throws IOException {
    if (!contains(offset, count)) {
      throw outside(offset, count, what);
    }
    read += count;
    if (read > MAX_READ) {
      throw bad(offset, "has more than " + MAX_READ + " bytes of directories");
    }
    ByteBuffer bytes = ByteBuffer.allocate(count);
    channel.position(file.offset() + offset);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new IOException(file.name() + " was truncated while it was being read");
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
        "%s should be %d bytes at offset %d, but the file has only %d bytes"
            .formatted(what, length, offset, file.length()));
  }

  BadImageException bad(long offset, String problem) {
    return new BadImageException(file.name(), offset, problem);
  }

  // Numbers are written twice, little-endian and then big-endian (ECMA-119, 7.2.3 and 7.3.3). Every
  // tool writes the same number twice, so a difference means damage, or an attempt to make two
  // readers see two different images.

  /** The 16-bit number at {@code at}; empty if its two forms differ. */
  static OptionalLong u16(byte[] bytes, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int little = buffer.order(ByteOrder.LITTLE_ENDIAN).getShort(at) & 0xFFFF;
    int big = buffer.order(ByteOrder.BIG_ENDIAN).getShort(at + 2) & 0xFFFF;
    return little == big ? OptionalLong.of(little) : OptionalLong.empty();
  }

  /** The 32-bit number at {@code at}; empty if its two forms differ. */
  static OptionalLong u32(byte[] bytes, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long little = Integer.toUnsignedLong(buffer.order(ByteOrder.LITTLE_ENDIAN).getInt(at));
    long big = Integer.toUnsignedLong(buffer.order(ByteOrder.BIG_ENDIAN).getInt(at + 4));
    return little == big ? OptionalLong.of(little) : OptionalLong.empty();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /**
   * A contiguous range of bytes.
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
