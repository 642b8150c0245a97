package org.pairboot.appliance.document.check;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The section {@code systemd} of an Ignition config. */
final class IgnitionUnits {
  private static final Set<String> KEYS = Set.of("units");
  private static final Set<String> UNIT_KEYS =
      Set.of("name", "enabled", "enable", "mask", "contents", "dropins");
  private static final Set<String> DROP_IN_KEYS = Set.of("name", "contents");

  /** systemd.unit(5). */
  private static final Pattern NAME =
      Pattern.compile(
          "[A-Za-z0-9:_.\\\\-]+(@[A-Za-z0-9:_.\\\\-]*)?"
              + "\\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)");

  private static final Pattern DROP_IN_NAME = Pattern.compile("[^/]+\\.conf");
  private static final Pattern INSTALL = Pattern.compile("(?m)^\\[Install]\\s*$");

  private IgnitionUnits() {}

  static void check(JsonValue systemd) {
    systemd.warnOfUnknown(KEYS);
    Set<String> names = new HashSet<>();
    for (JsonValue unit : systemd.objects("units")) {
      unit.warnOfUnknown(UNIT_KEYS);
      unit.requiredText("name").ifPresent(name -> checkName(name, unit, names));
      checkInstall(unit);
      unit.objects("dropins").forEach(IgnitionUnits::checkDropIn);
    }
  }

  private static void checkName(String name, JsonValue unit, Set<String> names) {
    if (!NAME.matcher(name).matches()) {
      unit.get("name").error("invalid unit name '" + name + "'; expected one such as node.service");
    } else if (!names.add(name)) {
      unit.get("name").error("unit " + name + " is already defined above");
    }
  }

  private static void checkInstall(JsonValue unit) {
    String contents = unit.text("contents").orElse("");
    boolean enabled = unit.isTrue("enabled") || unit.isTrue("enable");
    if (enabled && !contents.isEmpty() && !INSTALL.matcher(contents).find()) {
      unit.get("contents").warn("no [Install] section, so enabling the unit has no effect");
    }
  }

  private static void checkDropIn(JsonValue dropIn) {
    dropIn.warnOfUnknown(DROP_IN_KEYS);
    dropIn
        .requiredText("name")
        .filter(name -> !DROP_IN_NAME.matcher(name).matches())
        .ifPresent(name ->
            dropIn
                .get("name")
                .error("invalid drop-in name '" + name + "'; expected one that ends in .conf"));
  }
}
