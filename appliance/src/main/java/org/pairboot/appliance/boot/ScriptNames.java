package org.pairboot.appliance.boot;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.pairboot.appliance.boot.ScriptTemplates.Script;
import org.pairboot.appliance.plan.Architecture;
import org.pairboot.appliance.plan.Firmware;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;

/**
 * Which names are those of scripts, and what they tell of the machine that asks.
 *
 * <p>Loaders look below the directory that they came from, or one compiled in: GRUB's is {@code
 * grub} in Debian and that of its own file in Fedora. So only the ends of names count.
 */
final class ScriptNames {
  private static final String PXELINUX = "pxelinux.cfg";
  private static final String GRUB = "grub.cfg";
  private static final String IPXE = "boot.ipxe";
  private static final String AUTOEXEC = "autoexec.ipxe";

  /** ARP's number for Ethernet, which PXELINUX and GRUB write in front of a MAC address. */
  private static final String ETHERNET = "01-";

  private static final Pattern UUID_FORM =
      Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{1,128}");

  private ScriptNames() {}

  /** What else the loader will do when it gets nothing for a name. */
  enum Stage {
    /** Ask for less specific names, and tell more of the machine then. */
    EARLY,
    /** Ask for less specific names, and tell no more. */
    SPECIFIC,
    /** Nothing, but it can be told to ask again and to say who it is. */
    ANONYMOUS,
    /** Nothing. */
    LAST
  }

  /**
   * A script that is asked for.
   *
   * @param told of the machine by the name
   */
  record Asked(Script script, Stage stage, MachineIdentity told) {}

  /** The script that {@code name} asks for, if it asks for one. */
  static Optional<Asked> of(String name) {
    int identified = name.indexOf(IPXE + "/");
    if (identified == 0) {
      return Optional.of(
          new Asked(Script.IPXE, Stage.LAST, identity(name.substring(IPXE.length() + 1))));
    }
    String parent = name.substring(0, Math.max(0, name.lastIndexOf('/')));
    String file = name.substring(name.lastIndexOf('/') + 1);
    if (parent.equals(PXELINUX) || parent.endsWith("/" + PXELINUX)) {
      return pxelinux(file);
    }
    if (file.equals(GRUB)) {
      return Optional.of(new Asked(Script.GRUB, Stage.ANONYMOUS, MachineIdentity.UNKNOWN));
    }
    if (file.startsWith(GRUB + "-")) {
      return grub(file.substring(GRUB.length() + 1));
    }
    // iPXE on UEFI looks for the second one beside itself, without being told.
    return file.equals(IPXE) || file.equals(AUTOEXEC)
        ? Optional.of(new Asked(Script.IPXE, Stage.ANONYMOUS, MachineIdentity.UNKNOWN))
        : Optional.empty();
  }

  private static Optional<Asked> pxelinux(String file) {
    return file.equals("default")
        ? Optional.of(new Asked(Script.PXELINUX, Stage.LAST, MachineIdentity.UNKNOWN))
        : specific(Script.PXELINUX, file);
  }

  private static Optional<Asked> grub(String suffix) {
    // What the question has GRUB ask for: "mac=", and its own words for processor and platform.
    return suffix.contains("=")
        ? Optional.of(new Asked(Script.GRUB, Stage.LAST, identity(suffix.replace(',', '/'))))
        : specific(Script.GRUB, suffix);
  }

  private static Optional<Asked> specific(Script script, String name) {
    if (UUID_FORM.matcher(name).matches()) {
      MachineIdentity told = MachineIdentity.UNKNOWN.withUuid(UUID.fromString(name));
      return Optional.of(new Asked(script, Stage.EARLY, told));
    }
    return Optional.of(name)
        .filter(text -> text.startsWith(ETHERNET))
        .flatMap(text -> MacAddress.parse(text.substring(ETHERNET.length())))
        .map(mac -> new Asked(script, Stage.SPECIFIC, MachineIdentity.UNKNOWN.withMac(mac)));
  }

  /** Reads {@code KEY=VALUE} segments; what has no sense is as good as not there. */
  private static MachineIdentity identity(String segments) {
    return Arrays.stream(segments.split("/"))
        .map(ScriptNames::fact)
        .reduce(MachineIdentity.UNKNOWN, MachineIdentity::or)
        .withoutGuess();
  }

  private static MachineIdentity fact(String segment) {
    MachineIdentity nothing = MachineIdentity.UNKNOWN;
    int equals = segment.indexOf('=');
    String value = segment.substring(equals + 1).strip();
    if (equals < 0 || !VALUE.matcher(value).matches()) {
      return nothing;
    }
    return switch (segment.substring(0, equals)) {
      case "mac" -> MacAddress.parse(value).map(nothing::withMac).orElse(nothing);
      case "uuid" ->
          UUID_FORM.matcher(value).matches()
              ? nothing.withUuid(UUID.fromString(value.toLowerCase(Locale.ROOT)))
              : nothing;
      case "serial" -> nothing.withSerial(value);
      case "asset" -> nothing.withAssetTag(value);
      case "arch" -> nothing.withPlatform(Architecture.parse(value), Optional.empty());
      case "platform" -> nothing.withPlatform(Optional.empty(), firmware(value));
      default -> nothing;
    };
  }

  /** iPXE says pcbios and efi, GRUB says pc and efi. */
  private static Optional<Firmware> firmware(String platform) {
    return switch (platform) {
      case "pcbios", "pc" -> Optional.of(Firmware.BIOS);
      case "efi" -> Optional.of(Firmware.UEFI);
      default -> Optional.empty();
    };
  }
}
