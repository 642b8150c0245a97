package org.pairboot.appliance.machine;

/** What became of the report of a machine that it runs. */
public sealed interface ReportResult {
  /** Its attempt is recorded as successful, now or by a report before this one. */
  record Noted() implements ReportResult {}

  /**
   * Nothing is recorded.
   *
   * @param reason ends the sentence "the report is rejected, because ..."
   */
  record Rejected(String reason) implements ReportResult {}
}
