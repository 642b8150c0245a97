package org.pairboot.it.firmware;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pairboot.it.firmware.wire.Traffic;
import org.pairboot.it.firmware.wire.Traffic.Service;

/**
 * The outcome of a scenario.
 *
 * @param verdict the line that its script returned
 * @param failure why it failed
 */
record ScenarioResult(
    Scenario scenario,
    String verdict,
    Optional<Throwable> failure,
    Duration duration,
    Traffic traffic) {
  private static final String ROW = "%-32s %-6s %7s %9s %9s %9s  %s%n";

  /** A table of results, in the order of {@link Scenario#all}. */
  static String table(List<ScenarioResult> results) {
    List<String> order = Scenario.all().stream().map(Scenario::name).toList();
    StringBuilder table = new StringBuilder();
    table.append(row("scenario", "", "seconds", "TFTP MB", "HTTP MB", "HTTPS MB", "TFTP options"));
    results.stream()
        .sorted(Comparator.comparingInt(result -> order.indexOf(result.scenario().name())))
        .forEach(result -> table.append(result.row()));
    return table.toString();
  }

  /** The cells of the matrix that are impossible, with the reason for each. */
  static String tableOfImpossible(Map<String, String> reasons) {
    StringBuilder table = new StringBuilder();
    reasons.forEach(
        (cell, reason) -> table.append(String.format("%-32s impossible: %s%n", cell, reason)));
    return table.toString();
  }

  private String row() {
    return row(
        scenario.name(),
        failure.isEmpty() ? "ok" : "FAILED",
        String.valueOf(duration.toSeconds()),
        megabytes(Service.TFTP),
        megabytes(Service.HTTP),
        megabytes(Service.HTTPS),
        String.join("; ", traffic.tftpOptions()));
  }

  private static String row(Object... columns) {
    return String.format(Locale.ROOT, ROW, columns);
  }

  private String megabytes(Service service) {
    long bytes = traffic.bytes(service);
    return bytes == 0 ? "-" : String.format(Locale.ROOT, "%.1f", bytes / 1e6);
  }
}
