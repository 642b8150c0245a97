package org.pairboot.artifacts.content;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Slows down who reports its progress, so that it leaves the disk to others. Thread-safe.
 *
 * @param progress also gets the reports
 * @param bytesPerSecond of each step, at most; empty: no limit
 */
public record PacedProgress(Progress progress, OptionalLong bytesPerSecond) implements Progress {
  @Override
  public LongConsumer begin(String step, long totalBytes) {
    long start = System.nanoTime();
    LongConsumer reached = progress.begin(step, totalBytes);
    return done -> {
      bytesPerSecond.ifPresent(rate -> await(start, (double) done / rate));
      reached.accept(done);
    };
  }

  /** Returns at once if the thread is interrupted. */
  private static void await(long start, double seconds) {
    long due = start + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    while (due - System.nanoTime() > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }
}
