package org.pairboot.it.load;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What all clients of a run got.
 *
 * @param elapsed from the first start to the last end, in nanoseconds
 * @param cpu what the load itself cost, in nanoseconds of CPU time
 */
public record LoadResult(List<LoadOutcome> outcomes, long elapsed, long cpu) {

  public LoadResult {
    outcomes = List.copyOf(outcomes);
  }

  /** The clients for which something went wrong. */
  public List<LoadOutcome> failed() {
    return outcomes.stream().filter(outcome -> !outcome.failure().isEmpty()).toList();
  }

  /** The clients that did not get everything, because of a failure or of the plan's limit. */
  public List<LoadOutcome> unfinished() {
    return outcomes.stream().filter(outcome -> !outcome.done()).toList();
  }

  /** All bytes that came and were right. */
  public long bytes() {
    return outcomes.stream().mapToLong(LoadOutcome::bytes).sum();
  }

  /** All blocks that came again. */
  public long duplicates() {
    return outcomes.stream().mapToLong(LoadOutcome::duplicates).sum();
  }

  /** Bytes in a second, in MB. */
  public double megabytesPerSecond() {
    return bytes() / 1e6 / (elapsed / 1e9);
  }

  /** The duration that {@code percent} of the clients that got everything did not exceed, in ns. */
  public long duration(int percent) {
    return percentile(percent, LoadOutcome::duration);
  }

  /** The same for the time to the first block. */
  public long firstData(int percent) {
    return percentile(percent, LoadOutcome::firstData);
  }

  private long percentile(int percent, ToLongFunction<LoadOutcome> value) {
    long[] sorted = outcomes.stream().filter(LoadOutcome::done).mapToLong(value).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * (long) percent / 100)];
  }
}
