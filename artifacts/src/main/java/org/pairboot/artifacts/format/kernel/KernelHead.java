package org.pairboot.artifacts.format.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The first bytes of a file, of which any may be missing. */
final class KernelHead {
  /** Enough for every header read here; the last one is that of s390. */
  static final int LENGTH = 0x10010;

  private final ByteBuffer bytes;

  KernelHead(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  int length() {
    return bytes.limit();
  }

  boolean has(int offset, int length) {
    return offset >= 0 && offset <= bytes.limit() - length;
  }

  boolean isAt(int offset, int bigEndianMagic) {
    return has(offset, Integer.BYTES) && Integer.reverseBytes(getInt(offset)) == bigEndianMagic;
  }

  boolean isAt(int offset, String magic) {
    byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
    return has(offset, expected.length)
        && bytes.slice(offset, expected.length).equals(ByteBuffer.wrap(expected));
  }

  /** Whether {@code text} is somewhere in the first {@code limit} bytes. */
  boolean contains(String text, int limit) {
    return text(Math.min(limit, length())).contains(text);
  }

  /** The first {@code count} bytes, as many characters. */
  String text(int count) {
    byte[] start = new byte[Math.min(count, length())];
    bytes.get(0, start);
    return new String(start, StandardCharsets.ISO_8859_1);
  }

  int getByte(int offset) {
    return bytes.get(offset) & 0xFF;
  }

  int getShort(int offset) {
    return bytes.getShort(offset) & 0xFFFF;
  }

  int getInt(int offset) {
    return bytes.getInt(offset);
  }
}
