package org.pairboot.tftp.transfer;

/**
 * How a content is divided into blocks. Logical block numbers count from 1 and never wrap.
 *
 * @param length of the content in bytes
 * @param blksize bytes of every block except the last, which is shorter and possibly empty
 * @param rollover how blocks are numbered in packets
 */
public record Blocks(long length, int blksize, Rollover rollover) {

  /** Blocks whose numbers roll over to 0. */
  public Blocks(long length, int blksize) {
    this(length, blksize, Rollover.TO_ZERO);
  }

  /**
   * The number of the last block. A length that is a multiple of blksize ends with an empty one.
   */
  public long last() {
    return length / blksize + 1;
  }

  /** The number of {@code block} in packets, 0 to 65535. */
  public int number(long block) {
    return rollover.number(block);
  }

  /** Where {@code block} starts, in bytes. */
  public long position(long block) {
    return (block - 1) * blksize;
  }

  /** The bytes in {@code block}. */
  public int size(long block) {
    return Math.clamp(length - position(block), 0, blksize);
  }

  /** The bytes in all blocks up to {@code block}. */
  public long bytesThrough(long block) {
    return Math.min(length, block * blksize);
  }
}
