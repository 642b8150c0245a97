package org.pairboot.tftp.transport.linux;

import java.util.concurrent.TimeUnit;

/**
 * Says how long a loop looks for packets again and again before it goes to sleep.
 *
 * <p>To be woken costs some microseconds of CPU time, and more of waiting: as much as a round trip
 * on a fast network. So a loop that has seldom waited longer than that lately had better stay
 * awake. One whose clients take their time sleeps, and burns nothing.
 */
final class Patience {
  /** The longest look-out, in nanoseconds: what sleeping and waking costs, and some more. */
  static final long LONGEST = TimeUnit.MICROSECONDS.toNanos(40);

  /** A longer wait says no more than this one; so a pause between bursts is soon forgotten. */
  private static final long CAP = 4 * LONGEST;

  /** The weight of a new wait is one of so many. */
  private static final int MEMORY = 8;

  private long usual = CAP;

  /** How long to look out now, in nanoseconds; 0 for not at all. */
  long spinning() {
    return usual < LONGEST ? LONGEST : 0;
  }

  /** Packets, or something else, have come after {@code nanos}. */
  void waited(long nanos) {
    usual += (Math.min(nanos, CAP) - usual) / MEMORY;
  }
}
