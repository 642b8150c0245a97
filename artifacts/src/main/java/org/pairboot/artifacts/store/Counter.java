package org.pairboot.artifacts.store;

import java.util.function.LongConsumer;

/** Adds up steps for a {@link Progress}. */
final class Counter implements LongConsumer {
  private final Progress progress;
  private final long total;
  private long done;

  Counter(Progress progress, long total) {
    this.progress = progress;
    this.total = total;
  }

  @Override
  public void accept(long step) {
    done += step;
    progress.advanced(done, total);
  }
}
