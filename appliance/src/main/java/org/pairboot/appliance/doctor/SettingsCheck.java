package org.pairboot.appliance.doctor;

import java.util.ArrayList;
import java.util.List;
import org.pairboot.appliance.doctor.report.Check;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.appliance.doctor.report.Check.Finding.Level;
import org.pairboot.appliance.serve.ServerSettings;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;

/** The settings. They have no mistakes, or the other checks could not run. */
final class SettingsCheck implements Check {
  static final String TOPIC = "settings";

  private final ServerSettings loaded;

  SettingsCheck(ServerSettings loaded) {
    this.loaded = loaded;
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public List<Finding> run() {
    Settings settings = loaded.settings();
    if (!settings.tftp().enabled() && !settings.http().enabled()) {
      return List.of(
          Finding.problem(
              "tftp.enabled, http.enabled",
              "both are false, so nothing is served",
              "set one of them to true"));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        loaded
            .given()
            .file()
            .map(found -> Finding.ok(found.toString(), "no mistakes"))
            .orElseGet(() ->
                Finding.note(
                    "defaults",
                    "there is no settings file",
                    "put what you want to change into /etc/pairboot/pairboot.conf; 'pairboot"
                        + " check-config' lists all settings")));
    loaded
        .server()
        .ifPresent(server ->
            loaded
                .differences()
                .forEach(difference ->
                    findings.add(
                        Finding.warning(
                            difference.given().key(),
                            difference.words(server),
                            "restart the server, or correct the setting"))));
    return findings;
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
