package org.pairboot.it.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Formats figures as a table; Pairboot's also as ratios to the best of its peers, and to the ideal
 * server.
 */
final class BenchmarkReport {
  private static final double MILLI = 1e6;
  private static final double NONE = Double.NaN;

  private BenchmarkReport() {}

  /** All rounds of one case on one contender. */
  record Samples(String label, List<Measurement> rounds) {
    Samples {
      rounds = List.copyOf(rounds);
    }

    private double median(ToDoubleFunction<Measurement> value) {
      double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
      int middle = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private double min(ToDoubleFunction<Measurement> value) {
      return rounds.stream().mapToDouble(value).min().orElseThrow();
    }

    private double max(ToDoubleFunction<Measurement> value) {
      return rounds.stream().mapToDouble(value).max().orElseThrow();
    }

    private int failures() {
      return rounds.stream().mapToInt(Measurement::failures).sum();
    }

    private boolean isPairboot() {
      return label.startsWith("pairboot");
    }

    private boolean isIdeal() {
      return label.equals(Contender.IDEAL);
    }
  }

  static String of(BenchmarkCase load, List<Samples> contenders) {
    List<Samples> peers = contenders.stream().filter(c -> !c.isPairboot() && !c.isIdeal()).toList();
    double fastest =
        peers.stream().mapToDouble(c -> c.median(Measurement::rate)).max().orElse(NONE);
    double leastCpu =
        peers.stream().mapToDouble(c -> c.median(Measurement::cpuPerGigabyte)).min().orElse(NONE);
    Optional<Samples> ideal = contenders.stream().filter(Samples::isIdeal).findFirst();
    double idealRate = ideal.map(i -> i.median(Measurement::rate)).orElse(NONE);
    double idealCpu = ideal.map(i -> i.median(Measurement::cpuPerGigabyte)).orElse(NONE);
    StringBuilder text = new StringBuilder();
    line(text, "%n%s (%d rounds)", load.title(), contenders.getFirst().rounds().size());
    line(
        text,
        "  %-15s %27s %7s %7s %15s %7s %7s %8s %19s %21s %8s %6s %6s",
        "server",
        "MB/s min/median/max",
        "× best",
        "× ideal",
        "server CPU s/GB",
        "× best",
        "× ideal",
        "load CPU",
        "transfer p50/p99 ms",
        "first data p50/p99 ms",
        "peak MB",
        "dupes",
        "failed");
    for (Samples each : contenders) {
      double rate = each.median(Measurement::rate);
      double cpu = each.median(Measurement::cpuPerGigabyte);
      line(
          text,
          "  %-15s %8.1f /%8.1f /%8.1f %7s %7s %15.3f %7s %7s %8.3f %9.1f /%8.1f %10.2f /%9.2f"
              + " %8.1f %6.0f %6d",
          each.label(),
          each.min(Measurement::rate),
          rate,
          each.max(Measurement::rate),
          ratio(each, rate, fastest),
          ratio(each, rate, idealRate),
          cpu,
          ratio(each, cpu, leastCpu),
          ratio(each, cpu, idealCpu),
          each.median(Measurement::loadCpuPerGigabyte),
          each.median(m -> m.result().duration(50) / MILLI),
          each.median(m -> m.result().duration(99) / MILLI),
          each.median(m -> m.result().firstData(50) / MILLI),
          each.median(m -> m.result().firstData(99) / MILLI),
          each.max(m -> m.memory() / 1e6),
          each.median(m -> m.result().duplicates()),
          each.failures());
    }
    return text.toString();
  }

  private static String ratio(Samples samples, double value, double best) {
    return samples.isPairboot() && best > 0 ? String.format(Locale.ROOT, "%.2f", value / best) : "";
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
