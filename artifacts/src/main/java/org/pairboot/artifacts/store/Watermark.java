package org.pairboot.artifacts.store;

import java.io.IOException;

/**
 * How far a file is written that others read meanwhile, and how far they are. The writer stays
 * within {@code lead} bytes of the slowest, so that what they read is still in memory. Thread-safe.
 */
final class Watermark {
  private final long lead;
  private final long[] read;
  private long written;
  private boolean ended;
  private boolean broken;

  Watermark(int readers, long lead) {
    this.read = new long[readers];
    this.lead = lead;
  }

  /** {@code count} more bytes are there. Waits for readers that are far behind. */
  synchronized void advance(long count) throws IOException {
    written += count;
    notifyAll();
    while (!broken && written - slowest() > lead) {
      await();
    }
  }

  /** There are no more. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Writer or reader has failed; nobody waits any longer. */
  synchronized void giveUp() {
    broken = true;
    notifyAll();
  }

  /**
   * Reader number {@code reader} has read up to {@code position}. Returns how far it may read on,
   * which is {@code position} only where the file ends or somebody has failed.
   */
  synchronized long readable(int reader, long position) throws IOException {
    read[reader] = position;
    notifyAll();
    while (!broken && !ended && written == position) {
      await();
    }
    return broken ? position : written;
  }

  private long slowest() {
    long slowest = written;
    for (long position : read) {
      slowest = Math.min(slowest, position);
    }
    return slowest;
  }

  private void await() throws IOException {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a file was copied", e);
    }
  }
}
