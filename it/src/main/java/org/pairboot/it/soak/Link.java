package org.pairboot.it.soak;

import java.util.Random;

/** A link that loses packets, a seeded choice of them. */
final class Link {
  private final Random random;
  private final double loss;
  private long lost;

  /**
   * @param loss the probability of losing a packet, in either direction
   */
  Link(long seed, double loss) {
    this.random = new Random(seed);
    this.loss = loss;
  }

  /** Whether the next packet gets lost. */
  boolean loses() {
    boolean loses = random.nextDouble() < loss;
    lost += loses ? 1 : 0;
    return loses;
  }

  /** Packets lost so far. */
  long lost() {
    return lost;
  }
}
