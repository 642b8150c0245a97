package org.pairboot.http;

import java.time.Duration;

/** The responses that are under way, so that a stop can wait for them. Thread-safe. */
final class InFlight {
  private int running;
  private boolean stopping;
  private boolean cut;

  /** Counts a response that begins; false when the server is stopping. It ends all the same. */
  synchronized boolean begin() {
    running++;
    return !stopping;
  }

  synchronized void end() {
    running--;
    notifyAll();
  }

  synchronized void stop() {
    stopping = true;
  }

  /** Whether a wait was over before all responses had ended, so that the rest is cut off. */
  synchronized boolean isCut() {
    return cut;
  }

  /** Waits until no response runs; false when {@code limit} was over before. */
  synchronized boolean awaitNone(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (running > 0) {
      long leftMillis = Math.ceilDiv(end - System.nanoTime(), 1_000_000L);
      if (leftMillis <= 0) {
        cut = true;
        return false;
      }
      wait(leftMillis);
    }
    return true;
  }
}
