package org.pairboot.it.load;

import java.util.SplittableRandom;

/** Decides which packets get lost: the same ones for the same seed and order. */
final class LossyLink {
  private final SplittableRandom random;
  private final double share;
  private long lost;

  /**
   * @param share of the packets that get lost, in either direction, 0 to 1
   */
  LossyLink(long seed, double share) {
    this.random = new SplittableRandom(seed);
    this.share = share;
  }

  /** Whether the next packet gets lost. */
  boolean loses() {
    boolean loses = share > 0 && random.nextDouble() < share;
    lost += loses ? 1 : 0;
    return loses;
  }

  /** Packets lost so far. */
  long lost() {
    return lost;
  }
}
