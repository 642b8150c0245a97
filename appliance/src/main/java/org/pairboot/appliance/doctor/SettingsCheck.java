package org.pairboot.appliance.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.doctor.report.Check;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.appliance.doctor.report.Check.Finding.Level;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;

/** The settings. They have no mistakes, or the other checks could not run. */
final class SettingsCheck implements Check {
  static final String TOPIC = "settings";

  private final Optional<Path> file;
  private final Settings settings;

  /**
   * @param file from which the settings were read, if there is one
   */
  SettingsCheck(Optional<Path> file, Settings settings) {
    this.file = file;
    this.settings = settings;
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public List<Finding> run() {
    if (!settings.tftp().enabled() && !settings.http().enabled()) {
      return List.of(
          Finding.problem(
              "tftp.enabled, http.enabled",
              "both are false, so nothing is served",
              "set one of them to true"));
    }
    return List.of(
        file.map(found -> Finding.ok(found.toString(), "no mistakes"))
            .orElseGet(() ->
                Finding.note(
                    "defaults",
                    "there is no settings file",
                    "put what you want to change into /etc/pairboot/pairboot.conf; 'pairboot"
                        + " check-config' lists all settings")));
  }

  /** The findings when the settings cannot be used. */
  static List<Finding> mistakes(SettingsException e) {
    return e.mistakes().stream()
        .map(mistake ->
            Finding.of(
                Level.PROBLEM,
                mistake,
                "correct it and run this again; the other checks need valid settings"))
        .toList();
  }
}
