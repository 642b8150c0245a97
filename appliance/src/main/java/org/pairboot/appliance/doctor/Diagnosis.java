package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.util.List;
import org.pairboot.appliance.doctor.Finding.Level;
import org.pairboot.conf.SettingsException;

/** All findings, by topic. */
public record Diagnosis(List<Topic> topics) {

  /** What was found by one check. */
  public record Topic(String name, List<Finding> findings) {}

  static Diagnosis of(List<Check> checks) {
    return new Diagnosis(checks.stream().map(Diagnosis::topic).toList());
  }

  /** Where settings cannot be used, nothing else can be looked at. */
  public static Diagnosis of(SettingsException broken) {
    List<Finding> findings =
        broken.mistakes().stream()
            .map(mistake ->
                Finding.problem(
                    mistake.place(),
                    mistake.key().isEmpty()
                        ? mistake.problem()
                        : mistake.key() + ": " + mistake.problem(),
                    "correct it, and look again: the rest can be looked at only then"))
            .toList();
    return new Diagnosis(List.of(new Topic(SettingsCheck.TOPIC, findings)));
  }

  private static Topic topic(Check check) {
    try {
      return new Topic(check.topic(), List.copyOf(check.run()));
    } catch (IOException e) {
      Finding unknown =
          Finding.warning(
              check.topic(),
              "cannot be looked at: " + e.getMessage(),
              "look again as the user that the server runs as, or as root");
      return new Topic(check.topic(), List.of(unknown));
    }
  }

  /** How many findings are of {@code level}. */
  public long count(Level level) {
    return topics.stream()
        .flatMap(topic -> topic.findings().stream())
        .filter(finding -> finding.level() == level)
        .count();
  }
}
