package org.pairboot.artifacts.content;

/** Arithmetic on positions, the same for every content. */
final class Ranges {
  private Ranges() {}

  /** As {@link #transferable}, but no more than an int can count. */
  static int readable(long position, long wanted, long length) {
    return (int) Math.min(transferable(position, wanted, length), Integer.MAX_VALUE);
  }

  /** How many of {@code wanted} bytes exist from {@code position} on. */
  static long transferable(long position, long wanted, long length) {
    if (position < 0 || wanted < 0) {
      throw new IllegalArgumentException("position " + position + ", count " + wanted);
    }
    return Math.clamp(length - position, 0, wanted);
  }
}
