package org.pairboot.it.firmware;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pairboot.it.firmware.wire.Medium;

/** Results as a table for people. */
final class ResultTable {
  private static final String ROW = "%-32s %-6s %7s %9s %9s %9s  %s%n";

  private ResultTable() {}

  static String of(List<Result> results) {
    StringBuilder table = new StringBuilder();
    table.append(row("scenario", "", "seconds", "TFTP MB", "HTTP MB", "HTTPS MB", "TFTP options"));
    for (Result result : results) {
      table.append(
          row(
              result.scenario().name(),
              result.failure().isEmpty() ? "ok" : "FAILED",
              String.valueOf(result.duration().toSeconds()),
              megabytes(result, Medium.TFTP),
              megabytes(result, Medium.HTTP),
              megabytes(result, Medium.HTTPS),
              String.join("; ", result.traffic().tftpOptions())));
    }
    return table.toString();
  }

  /** Cells that cannot exist, with the reason for each. */
  static String ofImpossible(Map<String, String> reasons) {
    StringBuilder table = new StringBuilder();
    reasons.forEach((cell, why) -> table.append(String.format("%-32s cannot be: %s%n", cell, why)));
    return table.toString();
  }

  private static String row(Object... columns) {
    return String.format(Locale.ROOT, ROW, columns);
  }

  private static String megabytes(Result result, Medium medium) {
    long bytes = result.traffic().bytes(medium);
    return bytes == 0 ? "-" : String.format(Locale.ROOT, "%.1f", bytes / 1e6);
  }
}
