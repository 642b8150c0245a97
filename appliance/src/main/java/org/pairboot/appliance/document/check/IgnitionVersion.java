package org.pairboot.appliance.document.check;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of the spec that a config follows. */
record IgnitionVersion(int major, int minor) {
  private static final String ALLOWED = "2.0.0 to 2.4.0, or 3.0.0 to 3.6.0";
  private static final int LAST_MINOR_2 = 4;
  private static final int LAST_MINOR_3 = 6;
  private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})(-.+)?");

  /** The version of {@code config}; empty when it has none that can be worked with. */
  static Optional<IgnitionVersion> of(JsonValue config) {
    if (config.get("ignitionVersion").isPresent()) {
      config.get("ignitionVersion").error("is of spec 1, which Ignition no longer reads");
      return Optional.empty();
    }
    JsonValue section = config.object("ignition");
    if (!section.isPresent()) {
      if (!config.get("ignition").isPresent()) {
        config.error("has no 'ignition' with a 'version': " + ALLOWED);
      }
      return Optional.empty();
    }
    return section.requiredText("version").flatMap(text -> parse(text, section.get("version")));
  }

  private static Optional<IgnitionVersion> parse(String text, JsonValue place) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      place.error("'" + text + "' is no version; there are " + ALLOWED);
      return Optional.empty();
    }
    IgnitionVersion version =
        new IgnitionVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    boolean known = version.major == 2 && version.minor <= LAST_MINOR_2 || version.major == 3;
    if (!known || !matcher.group(3).equals("0")) {
      place.error("there is no version " + text + "; there are " + ALLOWED);
      return Optional.empty();
    }
    if (version.minor > LAST_MINOR_3) {
      place.warn("version " + text + " is newer than what is checked here, 3.6.0");
    } else if (matcher.group(4) != null) {
      place.warn("version " + text + " is read by one release of Ignition only");
    }
    return Optional.of(version);
  }

  @Override
  public String toString() {
    return major + "." + minor + ".0";
  }
}
