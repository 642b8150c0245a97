package org.pairboot.tftp.transfer;

/**
 * How logical block numbers, which never wrap, map to those in packets, where 65535 is followed by
 * 0 or 1. RFC 1350 does not specify it; nearly all clients continue with 0, some old ones with 1.
 */
public enum Rollover {
  /** 65535 is followed by 0. */
  TO_ZERO {
    @Override
    public int number(long block) {
      return (int) (block & 0xFFFF);
    }

    @Override
    long next(long from, int number) {
      return from + ((number - from) & 0xFFFF);
    }
  },

  /** 65535 is followed by 1; only the OACK has number 0. */
  TO_ONE {
    @Override
    public int number(long block) {
      return block == 0 ? 0 : (int) ((block - 1) % PERIOD) + 1;
    }

    @Override
    long next(long from, int number) {
      if (from == 0) {
        return number;
      }
      return number == 0 ? NONE : from + Math.floorMod(number - number(from), PERIOD);
    }
  };

  /** There is no such block. */
  static final long NONE = Long.MAX_VALUE;

  /**
   * The longest window whose numbers, and that of the block before it, are all different with
   * either rollover.
   */
  public static final int MAX_WINDOWSIZE = 65534;

  private static final int PERIOD = 65535;

  /**
   * The rollover with the number that follows 65535.
   *
   * @param value 0 or 1
   */
  public static Rollover to(int value) {
    return value == 0 ? TO_ZERO : TO_ONE;
  }

  /** The number of {@code block} in packets, 0 to 65535. */
  public abstract int number(long block);

  /**
   * The first block, starting at {@code from}, whose number is {@code number}, or {@link #NONE}.
   */
  abstract long next(long from, int number);
}
