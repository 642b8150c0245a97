package org.pairboot.it.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** All rounds of one case on one contender. */
record Samples(String label, List<Measurement> rounds) {

  Samples {
    rounds = List.copyOf(rounds);
  }

  double median(ToDoubleFunction<Measurement> value) {
    double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  double min(ToDoubleFunction<Measurement> value) {
    return rounds.stream().mapToDouble(value).min().orElseThrow();
  }

  double max(ToDoubleFunction<Measurement> value) {
    return rounds.stream().mapToDouble(value).max().orElseThrow();
  }

  int failures() {
    return rounds.stream().mapToInt(Measurement::failures).sum();
  }

  boolean isOurs() {
    return label.startsWith("pairboot");
  }
}
