package org.pairboot.appliance.boot.name;

import java.util.Optional;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;

/**
 * Names in the directories in which the boot ROM of a Raspberry Pi looks for everything: one called
 * by its serial number, eight digits in hexadecimal, or by its MAC address.
 */
public final class RaspberryPiNames {
  private static final String HEX_DIGITS = "0123456789abcdef";
  private static final int SERIAL_DIGITS = 8;

  private RaspberryPiNames() {}

  /** A name in such a directory, and who asks for it. */
  public record Asked(String file, MachineIdentity machine) {}

  /** Whether {@code text} is a serial number as the boot ROM writes it into names. */
  public static boolean isSerial(String text) {
    return text.length() == SERIAL_DIGITS
        && text.chars().allMatch(digit -> HEX_DIGITS.indexOf(digit) >= 0);
  }

  /** What {@code name} asks for, if it is in such a directory. */
  public static Optional<Asked> parse(String name) {
    int slash = name.indexOf('/');
    if (slash < SERIAL_DIGITS || slash == name.length() - 1) {
      return Optional.empty();
    }
    return machine(name.substring(0, slash))
        .map(machine -> new Asked(name.substring(slash + 1), machine));
  }

  private static Optional<MachineIdentity> machine(String directory) {
    return isSerial(directory)
        ? Optional.of(MachineIdentity.UNKNOWN.withSerial(directory))
        : MacAddress.parse(directory)
            .filter(mac -> mac.text("-").equals(directory))
            .map(MachineIdentity.UNKNOWN::withMac);
  }
}
