package org.pairboot.appliance.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pairboot.conf.Settings;

/**
 * The settings, which must be sound to come this far.
 *
 * @param file that was read
 */
record SettingsCheck(Optional<Path> file, Settings settings) implements Check {
  static final String TOPIC = "settings";

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
        file.map(found -> Finding.ok(found.toString(), "read, without mistakes"))
            .orElseGet(() ->
                Finding.note(
                    "defaults",
                    "there is no settings file",
                    "put what you want to change into /etc/pairboot/pairboot.conf; 'pairboot"
                        + " check-config' lists all settings")));
  }
}
