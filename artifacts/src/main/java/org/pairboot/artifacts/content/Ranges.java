package org.pairboot.artifacts.content;

/** Arithmetic on positions, the same for every content. */
final class Ranges {
  private Ranges() {}

  /** How many of {@code wanted} bytes there are from {@code position}; at most an int's worth. */
  static int readable(long position, long wanted, long length) {
    return (int) Math.min(transferable(position, wanted, length), Integer.MAX_VALUE);
  }

  /** How many of {@code wanted} bytes there are from {@code position}. */
  static long transferable(long position, long wanted, long length) {
    if (position < 0 || wanted < 0) {
      throw new IllegalArgumentException("position " + position + ", count " + wanted);
    }
    return Math.clamp(length - position, 0, wanted);
  }
}
