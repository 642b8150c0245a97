package org.pairboot.tftp.event;

import java.time.Duration;

/**
 * How many lines of one kind the log gets in a minute. A forged request ends like one of a client
 * that cannot be reached: the first such lines help, and thousands a second would fill the disk and
 * keep the event loops from their work. Thread-safe.
 */
final class LineQuota {
  static final int LINES = 20;

  private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

  private boolean started;
  private long end;
  private int taken;
  private long omitted;

  /** Whether one more line may be written now; if not, it is counted. */
  synchronized boolean tryTake(long now) {
    if (!started || now - end >= 0) {
      started = true;
      end = now + INTERVAL;
      taken = 0;
    }
    if (taken == LINES) {
      omitted++;
      return false;
    }
    taken++;
    return true;
  }

  /** How many lines were not written since this was asked last. */
  synchronized long takeOmitted() {
    long count = omitted;
    omitted = 0;
    return count;
  }
}
