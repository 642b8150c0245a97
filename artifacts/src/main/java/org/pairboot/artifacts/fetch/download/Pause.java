package org.pairboot.artifacts.fetch.download;

import java.time.Duration;

/** Waits. */
@FunctionalInterface
interface Pause {
  Pause REAL = Thread::sleep;

  void sleep(Duration duration) throws InterruptedException;
}
