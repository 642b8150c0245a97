package org.pairboot.appliance.doctor.report;

import java.io.IOException;
import java.util.List;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.appliance.doctor.report.Check.Finding.Level;

/** All findings, by topic. */
public record Diagnosis(List<Topic> topics) {

  /** The findings of one check. */
  public record Topic(String name, List<Finding> findings) {}

  /** Runs the checks. A check that fails is reported as such and does not stop the others. */
  public static Diagnosis of(List<Check> checks) {
    return new Diagnosis(checks.stream().map(Diagnosis::run).toList());
  }

  private static Topic run(Check check) {
    try {
      return new Topic(check.topic(), List.copyOf(check.run()));
    } catch (IOException e) {
      Finding unknown =
          Finding.warning(
              check.topic(),
              "cannot be checked: " + e.getMessage(),
              "run this as the server's user, or as root");
      return new Topic(check.topic(), List.of(unknown));
    }
  }

  /** The number of findings of {@code level}. */
  public long count(Level level) {
    return topics.stream()
        .flatMap(topic -> topic.findings().stream())
        .filter(finding -> finding.level() == level)
        .count();
  }
}
