package org.pairboot.appliance.boot.name;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pairboot.appliance.boot.planner.Script;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.MachineIdentity.Firmware;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.BootRequest.Evidence;

/**
 * Which names are those of scripts, and what they tell of the machine that asks.
 *
 * <p>Loaders look below the directory that they came from, or one compiled in: GRUB's is {@code
 * grub} in Debian and that of its own file in Fedora. So only the ends of names count.
 */
public final class ScriptNames {
  private static final String PXELINUX = "pxelinux.cfg";
  private static final String GRUB = "grub.cfg";
  private static final String IPXE = "boot.ipxe";
  private static final String AUTOEXEC = "autoexec.ipxe";

  /** ARP's number for Ethernet, which PXELINUX and GRUB write in front of a MAC address. */
  private static final String ETHERNET = "01-";

  /** U-Boot asks so for what is meant for its kind of board, such as default-arm-bcm283x. */
  private static final Pattern BOARD_DEFAULT = Pattern.compile("default-([a-z0-9]+)[a-z0-9._-]*");

  /** What syslinux.efi's directories begin with, which PXELINUX's does not. */
  private static final String EFI_64 = "efi64/";

  private static final String EFI_32 = "efi32/";

  private ScriptNames() {}

  /** What else the loader will do when it gets nothing for a name. */
  public enum Stage {
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
  public record Asked(Script script, Stage stage, MachineFacts told) {}

  /** The script that {@code request} asks for, if it asks for one. */
  public static Optional<Asked> of(BootRequest request) {
    String name = request.name();
    int identified = name.indexOf(IPXE + "/");
    if (identified == 0) {
      return Optional.of(
          new Asked(
              Script.IPXE, Stage.LAST, MachineFacts.ofSegments(name.substring(IPXE.length() + 1))));
    }
    Optional<RaspberryPiNames.Asked> pi = RaspberryPiNames.parse(name);
    if (pi.isPresent()) {
      return raspberryPi(pi.get());
    }
    String parent = name.substring(0, Math.max(0, name.lastIndexOf('/')));
    String file = name.substring(name.lastIndexOf('/') + 1);
    if (parent.equals(PXELINUX) || parent.endsWith("/" + PXELINUX)) {
      return isUBoot(request.evidence()) ? uBoot(file) : pxelinux(file, platform(parent));
    }
    if (file.equals(GRUB)) {
      return Optional.of(new Asked(Script.GRUB, Stage.ANONYMOUS, MachineFacts.NONE));
    }
    if (file.startsWith(GRUB + "-")) {
      return grub(file.substring(GRUB.length() + 1));
    }
    // iPXE on UEFI looks for the second one beside itself, without being told.
    return file.equals(IPXE) || file.equals(AUTOEXEC)
        ? Optional.of(new Asked(Script.IPXE, Stage.ANONYMOUS, MachineFacts.NONE))
        : Optional.empty();
  }

  private static Optional<Asked> raspberryPi(RaspberryPiNames.Asked pi) {
    MachineFacts told = MachineFacts.of(pi.machine());
    return switch (pi.file()) {
      case "config.txt" -> Optional.of(new Asked(Script.PI_CONFIG, Stage.LAST, told));
      case "cmdline.txt" -> Optional.of(new Asked(Script.PI_COMMAND_LINE, Stage.LAST, told));
      default -> Optional.empty();
    };
  }

  /**
   * U-Boot asks for PXELINUX's names but reads a dialect of its own. It puts the option timeout
   * first (net/tftp.c), which PXELINUX never sends (core/fs/pxe/tftp.c: tsize, blksize).
   */
  private static boolean isUBoot(Evidence evidence) {
    List<String> options = evidence.options();
    return (!options.isEmpty() && options.getFirst().equals("timeout"))
        || evidence.userAgent().startsWith("U-Boot");
  }

  private static Optional<Asked> uBoot(String file) {
    return file.equals("default")
        ? Optional.of(new Asked(Script.U_BOOT, Stage.LAST, MachineFacts.NONE))
        : boardDefault(file).or(() -> specific(Script.U_BOOT, file, MachineIdentity.UNKNOWN));
  }

  /** What U-Boot's names for kinds of boards say: ARM stands for both its 32 and its 64 bits. */
  private static Optional<Asked> boardDefault(String file) {
    Matcher board = BOARD_DEFAULT.matcher(file);
    if (!board.matches()) {
      return Optional.empty();
    }
    Optional<Architecture> architecture =
        switch (board.group(1)) {
          case "x86" -> Optional.of(Architecture.X86_64);
          case "riscv" -> Optional.of(Architecture.RISCV64);
          default -> Optional.empty();
        };
    return Optional.of(
        new Asked(
            Script.U_BOOT,
            Stage.LAST,
            MachineFacts.of(MachineIdentity.UNKNOWN.withPlatform(architecture, Optional.empty()))));
  }

  /** syslinux.efi has directories of its own, because its modules have PXELINUX's names. */
  private static MachineIdentity platform(String directory) {
    MachineIdentity nothing = MachineIdentity.UNKNOWN;
    if (directory.startsWith(EFI_64)) {
      return nothing.withPlatform(Optional.of(Architecture.X86_64), Optional.of(Firmware.UEFI));
    }
    return directory.startsWith(EFI_32)
        ? nothing.withPlatform(Optional.of(Architecture.I386), Optional.of(Firmware.UEFI))
        : nothing.withPlatform(Optional.empty(), Optional.of(Firmware.BIOS));
  }

  private static Optional<Asked> pxelinux(String file, MachineIdentity platform) {
    return file.equals("default")
        ? Optional.of(new Asked(Script.PXELINUX, Stage.LAST, MachineFacts.of(platform)))
        : boardDefault(file).or(() -> specific(Script.PXELINUX, file, platform));
  }

  private static Optional<Asked> grub(String suffix) {
    // What the question has GRUB ask for: "mac=", and its own words for processor and platform.
    return suffix.contains("=")
        ? Optional.of(new Asked(Script.GRUB, Stage.LAST, MachineFacts.ofList(suffix)))
        : specific(Script.GRUB, suffix, MachineIdentity.UNKNOWN);
  }

  private static Optional<Asked> specific(Script script, String name, MachineIdentity platform) {
    if (MachineFacts.UUID_FORM.matcher(name).matches()) {
      MachineIdentity told = platform.withUuid(UUID.fromString(name));
      return Optional.of(new Asked(script, Stage.EARLY, MachineFacts.of(told)));
    }
    return Optional.of(name)
        .filter(text -> text.startsWith(ETHERNET))
        .flatMap(text -> MacAddress.parse(text.substring(ETHERNET.length())))
        .map(platform::withMac)
        .map(told -> new Asked(script, Stage.SPECIFIC, MachineFacts.of(told)));
  }
}
