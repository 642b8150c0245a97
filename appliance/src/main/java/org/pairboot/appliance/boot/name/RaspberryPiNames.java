package org.pairboot.appliance.boot.name;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;

/**
 * Names in the directories in which the boot ROM of a Raspberry Pi looks for everything: one called
 * by its serial number, eight digits in hexadecimal, or by its MAC address.
 */
public final class RaspberryPiNames {
  private static final Pattern DIRECTORY =
      Pattern.compile("(?:([0-9a-f]{8})|([0-9a-f]{2}(?:-[0-9a-f]{2}){5}))/(.+)");

  private RaspberryPiNames() {}

  /** A name in such a directory, and who asks for it. */
  public record Asked(String file, MachineIdentity machine) {}

  /** Whether {@code text} is a serial number as the boot ROM writes it into names. */
  public static boolean isSerial(String text) {
    return text.matches("[0-9a-f]{8}");
  }

  /** What {@code name} asks for, if it is in such a directory. */
  public static Optional<Asked> parse(String name) {
    Matcher matcher = DIRECTORY.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    MachineIdentity machine =
        Optional.ofNullable(matcher.group(1))
            .map(MachineIdentity.UNKNOWN::withSerial)
            .or(() -> MacAddress.parse(matcher.group(2)).map(MachineIdentity.UNKNOWN::withMac))
            .orElseThrow();
    return Optional.of(new Asked(Objects.requireNonNull(matcher.group(3)), machine));
  }
}
