package org.pairboot.artifacts.format.iso9660;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * Numbers written twice, little-endian and then big-endian (ECMA-119, 7.2.3 and 7.3.3). Every tool
 * writes both alike, so two different numbers are damage or an attempt to make two readers see two
 * different images.
 */
final class BothEndian {
  private BothEndian() {}

  /** The 16-bit number at {@code at}, or empty when its halves disagree. */
  static OptionalLong u16(byte[] bytes, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int little = buffer.order(ByteOrder.LITTLE_ENDIAN).getShort(at) & 0xFFFF;
    int big = buffer.order(ByteOrder.BIG_ENDIAN).getShort(at + 2) & 0xFFFF;
    return little == big ? OptionalLong.of(little) : OptionalLong.empty();
  }

  /** The 32-bit number at {@code at}, or empty when its halves disagree. */
  static OptionalLong u32(byte[] bytes, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    long little = Integer.toUnsignedLong(buffer.order(ByteOrder.LITTLE_ENDIAN).getInt(at));
    long big = Integer.toUnsignedLong(buffer.order(ByteOrder.BIG_ENDIAN).getInt(at + 4));
    return little == big ? OptionalLong.of(little) : OptionalLong.empty();
  }
}
