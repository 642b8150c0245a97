package org.pairboot.artifacts.imports;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Holds a reader up, so that it leaves the disk to others. */
final class RateLimit {
  private final OptionalLong bytesPerSecond;
  private final long start = System.nanoTime();

  RateLimit(OptionalLong bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /**
   * Waits until it is time to have read {@code done} bytes. Returns at once to a thread that is
   * interrupted.
   */
  void pace(long done) {
    if (bytesPerSecond.isEmpty()) {
      return;
    }
    double seconds = (double) done / bytesPerSecond.getAsLong();
    long due = start + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    while (due - System.nanoTime() > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }
}
