package org.pairboot.artifacts.imports;

import java.util.function.LongConsumer;

/** Hears how far an import is. Called on the thread that runs it. */
@FunctionalInterface
public interface ImportProgress {
  /** Hears nothing. */
  ImportProgress NONE = (step, totalBytes) -> done -> {};

  /**
   * A step begins, which ends the one before.
   *
   * @param step what is done, in a few words
   * @param totalBytes how much there is to do; negative where nobody knows
   * @return takes the number of bytes done so far, possibly from other threads, one at a time
   */
  LongConsumer begin(String step, long totalBytes);
}
