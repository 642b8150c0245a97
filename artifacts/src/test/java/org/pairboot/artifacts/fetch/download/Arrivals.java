package org.pairboot.artifacts.fetch.download;

import java.time.Duration;
import java.util.function.LongConsumer;
import org.pairboot.artifacts.content.Progress;

/** Counts the bytes of a file that have arrived, and lets others wait for them. */
final class Arrivals implements Progress {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private long arrived;

  @Override
  public synchronized LongConsumer begin(String step, long totalBytes) {
    arrived = 0;
    return this::set;
  }

  private synchronized void set(long done) {
    arrived = done;
    notifyAll();
  }

  synchronized void await(long bytes) {
    try {
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (arrived < bytes) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(arrived + " bytes have arrived, expected " + bytes);
        }
        wait(1000);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
