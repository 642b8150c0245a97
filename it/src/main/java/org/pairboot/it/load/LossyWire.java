package org.pairboot.it.load;

import java.util.SplittableRandom;

/** Decides which packets are lost, the same ones for the same seed and order. */
final class LossyWire {
  private final SplittableRandom random;
  private final double share;

  LossyWire(double share, long seed) {
    this.share = share;
    this.random = new SplittableRandom(seed);
  }

  boolean loses() {
    return share > 0 && random.nextDouble() < share;
  }
}
