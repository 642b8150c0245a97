package org.pairboot.it.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints figures as a table, those of ours beside the best of the others as well. */
final class Report {
  private static final double MILLI = 1e6;

  private Report() {}

  static String of(BenchmarkCase load, List<Samples> contenders) {
    Optional<Samples> fastest =
        contenders.stream()
            .filter(c -> !c.isOurs())
            .max(Comparator.comparingDouble(c -> c.median(Measurement::rate)));
    double leastCpu =
        contenders.stream()
            .filter(c -> !c.isOurs())
            .mapToDouble(c -> c.median(Measurement::cpuPerGigabyte))
            .min()
            .orElse(Double.NaN);
    StringBuilder text = new StringBuilder();
    line(text, "%n%s (%d rounds)", load.title(), contenders.getFirst().rounds().size());
    line(
        text,
        "  %-15s %27s %7s %15s %7s %8s %19s %21s %8s %6s %6s",
        "server",
        "MB/s min/median/max",
        "× best",
        "server CPU s/GB",
        "× best",
        "load CPU",
        "transfer p50/p99 ms",
        "first data p50/p99 ms",
        "peak MB",
        "twice",
        "failed");
    for (Samples each : contenders) {
      double rate = each.median(Measurement::rate);
      double cpu = each.median(Measurement::cpuPerGigabyte);
      line(
          text,
          "  %-15s %8.1f /%8.1f /%8.1f %7s %15.3f %7s %8.3f %9.1f /%8.1f %10.2f /%9.2f %8.1f %6.0f"
              + " %6d",
          each.label(),
          each.min(Measurement::rate),
          rate,
          each.max(Measurement::rate),
          ratio(each, rate, fastest.map(f -> f.median(Measurement::rate)).orElse(Double.NaN)),
          cpu,
          ratio(each, cpu, leastCpu),
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
    return samples.isOurs() && best > 0 ? String.format(Locale.ROOT, "%.2f", value / best) : "";
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
  }
}
