package org.pairboot.artifacts.format.initramfs;

/**
 * Decodes a block of LZO1X, as {@code lib/lzo/lzo1x_decompress_safe.c} of Linux does; the format is
 * in its Documentation/staging/lzo.rst. A block is a sequence of instructions, each of which copies
 * bytes that were decoded before (a match), and then some that follow it (literals). Not
 * thread-safe.
 */
final class Lzo1x {
  /** After a run of literals; else the number of literals after the last match, 0 to 3. */
  private static final int AFTER_RUN = 4;

  private static final int FIRST_FAR_DISTANCE = 0x4000;
  private static final int FIRST_MIDDLE_DISTANCE = 0x800;

  private final byte[] from;
  private final int end;
  private final byte[] to;
  private int at;
  private int done;

  private Lzo1x(byte[] from, int end, byte[] to) {
    this.from = from;
    this.end = end;
    this.to = to;
  }

  /** The bytes are no LZO1X block, or one of another length. */
  static final class CorruptException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** Decodes the first {@code length} bytes of {@code from}, which fill all of {@code to}. */
  static void decode(byte[] from, int length, byte[] to) throws CorruptException {
    Lzo1x block = new Lzo1x(from, length, to);
    block.decode();
    if (block.at != length || block.done != to.length) {
      throw new CorruptException();
    }
  }

  private void decode() throws CorruptException {
    int state = 0;
    if (end > 0 && (from[0] & 0xff) > 17) {
      int count = next() - 17;
      literals(count);
      state = Math.min(count, AFTER_RUN);
    }
    while (true) {
      int instruction = next();
      if (instruction < 16 && state == 0) {
        literals(length(instruction, 15) + 3);
        state = AFTER_RUN;
        continue;
      }
      int following;
      if (instruction < 16) {
        int distance = 1 + (instruction >> 2) + (next() << 2);
        if (state == AFTER_RUN) {
          match(distance + FIRST_MIDDLE_DISTANCE, 3);
        } else {
          match(distance, 2);
        }
        following = instruction;
      } else if (instruction >= 64) {
        match(1 + (instruction >> 2 & 7) + (next() << 3), (instruction >> 5) + 1);
        following = instruction;
      } else if (instruction >= 32) {
        int length = length(instruction & 31, 31) + 2;
        following = next() | next() << 8;
        match(1 + (following >> 2), length);
      } else {
        int length = length(instruction & 7, 7) + 2;
        following = next() | next() << 8;
        int distance = ((instruction & 8) << 11) + (following >> 2);
        if (distance == 0) {
          // The end of the block has a length of 3.
          require(length == 3);
          return;
        }
        match(distance + FIRST_FAR_DISTANCE, length);
      }
      state = following & 3;
      literals(state);
    }
  }

  /** A length that does not fit into its instruction continues in bytes: 255 for each zero. */
  private int length(int inInstruction, int most) throws CorruptException {
    if (inInstruction > 0) {
      return inInstruction;
    }
    int length = most;
    int more = next();
    while (more == 0) {
      length += 255;
      require(length <= to.length);
      more = next();
    }
    return length + more;
  }

  private void literals(int count) throws CorruptException {
    require(count <= end - at && count <= to.length - done);
    System.arraycopy(from, at, to, done, count);
    at += count;
    done += count;
  }

  /** Byte by byte, because a match may begin within what it copies. */
  private void match(int distance, int length) throws CorruptException {
    require(distance <= done && length <= to.length - done);
    for (int i = 0; i < length; i++, done++) {
      to[done] = to[done - distance];
    }
  }

  private int next() throws CorruptException {
    require(at < end);
    return from[at++] & 0xff;
  }

  private static void require(boolean holds) throws CorruptException {
    if (!holds) {
      throw new CorruptException();
    }
  }
}
