package org.pairboot.appliance.document.check;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ignition configs of specs 2 and 3: well-formed JSON, of a known version, without the mistakes
 * that stop a machine in its initramfs or that Ignition ignores silently. For a full validation
 * there is {@code ignition-validate}.
 */
public final class IgnitionCheck implements DocumentCheck {
  private static final Set<String> SECTIONS_2 =
      Set.of("ignition", "networkd", "passwd", "storage", "systemd");
  private static final Set<String> SECTIONS_3 =
      Set.of("ignition", "kernelArguments", "passwd", "storage", "systemd");

  private static final Predicate<String> YAML_KEY =
      Pattern.compile("(variant|storage|passwd|systemd|ignition):.*").asMatchPredicate();

  @Override
  public List<Violation> check(String name, String text) {
    if (text.isBlank()) {
      return List.of(
          Violation.error(
              1, "", "empty; the smallest config is {\"ignition\": {\"version\": \"3.4.0\"}}"));
    }
    List<Violation> violations = new ArrayList<>();
    try {
      check(JsonValue.parse(text, violations));
    } catch (JsonProcessingException e) {
      return List.of(malformed(text, e));
    }
    return violations;
  }

  private static Violation malformed(String text, JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    int line = location == null ? 1 : location.getLineNr();
    if (!text.stripLeading().startsWith("{") && text.lines().anyMatch(YAML_KEY)) {
      return Violation.error(
          1, "", "YAML, probably a Butane config; translate it with: butane --strict FILE");
    }
    return Violation.error(line, "", "not valid JSON: " + e.getOriginalMessage());
  }

  private static void check(JsonValue config) {
    if (!config.isObject()) {
      config.error("expected a JSON object");
    } else if (config.get("variant").isPresent() && !config.get("ignition").isPresent()) {
      config.error("a Butane config; translate it with: butane --strict FILE");
    } else {
      Version.of(config).ifPresent(version -> check(config, version));
    }
  }

  private static void check(JsonValue config, Version version) {
    Set<String> known = version.major() == 2 ? SECTIONS_2 : SECTIONS_3;
    for (String name : config.unknown(known)) {
      config.get(name).error(JsonValue.unknownKey(name, known));
    }
    if (version.major() == 3 && version.minor() < 3) {
      JsonValue arguments = config.get("kernelArguments");
      if (arguments.isPresent()) {
        arguments.error("needs version 3.3.0 or newer; ignition.version is " + version);
      }
    }
    IgnitionSources.checkReferences(config.object("ignition").object("config"));
    IgnitionStorage.check(config.object("storage"), version);
    IgnitionUnits.check(config.object("systemd"));
    IgnitionPasswd.check(config.object("passwd"));
  }

  /** The version of the spec that a config follows. */
  record Version(int major, int minor) {
    private static final String EXPECTED = "2.0.0 to 2.4.0 or 3.0.0 to 3.6.0";
    private static final int LAST_MINOR_2 = 4;
    private static final int LAST_MINOR_3 = 6;
    private static final Pattern FORM =
        Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})(-.+)?");

    /** The version of {@code config}; empty after it reported that there is none to check by. */
    static Optional<Version> of(JsonValue config) {
      if (config.get("ignitionVersion").isPresent()) {
        config.get("ignitionVersion").error("Ignition no longer reads spec 1; use spec 3");
        return Optional.empty();
      }
      JsonValue section = config.object("ignition");
      if (!section.isPresent()) {
        if (!config.get("ignition").isPresent()) {
          config.error("missing 'ignition' with a 'version'; expected " + EXPECTED);
        }
        return Optional.empty();
      }
      return section.requiredText("version").flatMap(text -> parse(text, section.get("version")));
    }

    private static Optional<Version> parse(String text, JsonValue place) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        place.error("invalid version '" + text + "'; expected " + EXPECTED);
        return Optional.empty();
      }
      Version version =
          new Version(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
      boolean known = (version.major == 2 && version.minor <= LAST_MINOR_2) || version.major == 3;
      if (!known || !matcher.group(3).equals("0")) {
        place.error("unknown version " + text + "; expected " + EXPECTED);
        return Optional.empty();
      }
      if (version.minor > LAST_MINOR_3) {
        place.warn("version " + text + " is newer than 3.6.0, the newest that is checked here");
      } else if (matcher.group(4) != null) {
        place.warn("version " + text + " is read by only one release of Ignition");
      }
      return Optional.of(version);
    }

    @Override
    public String toString() {
      return major + "." + minor + ".0";
    }
  }
}
