package org.pairboot.it.lab;

import java.util.SplittableRandom;

/** Decides which packets get lost, the same ones for the same seed and order. */
public final class LossyLink {
  private final SplittableRandom random;
  private final double share;
  private long lost;

  /**
   * @param share of the packets that get lost, in either direction, 0 to 1
   */
  public LossyLink(long seed, double share) {
    this.random = new SplittableRandom(seed);
    this.share = share;
  }

  /** Whether the next packet gets lost. */
  public boolean loses() {
    boolean loses = share > 0 && random.nextDouble() < share;
    lost += loses ? 1 : 0;
    return loses;
  }

  /** Packets lost so far. */
  public long lost() {
    return lost;
  }
}
