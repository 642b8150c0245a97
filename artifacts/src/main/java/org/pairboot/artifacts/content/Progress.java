package org.pairboot.artifacts.content;

import java.util.function.LongConsumer;

/** Reports how far a long operation is, step by step. Called on the thread that runs it. */
@FunctionalInterface
public interface Progress {
  /** Reports nothing. */
  Progress NONE = (step, totalBytes) -> done -> {};

  /**
   * Begins a step, which ends the one before.
   *
   * @param step what is done, in a few words
   * @param totalBytes how much there is to do; negative where that is unknown
   * @return takes the number of bytes done so far, never falling, possibly from other threads, one
   *     at a time
   */
  LongConsumer begin(String step, long totalBytes);

  /**
   * Like {@link #begin}, for operations that report how many bytes each increment did.
   *
   * @return takes the number of bytes done since the last call
   */
  default LongConsumer beginCounting(String step, long totalBytes) {
    LongConsumer reached = begin(step, totalBytes);
    return new LongConsumer() {
      private long done;

      @Override
      public void accept(long increment) {
        done += increment;
        reached.accept(done);
      }
    };
  }
}
