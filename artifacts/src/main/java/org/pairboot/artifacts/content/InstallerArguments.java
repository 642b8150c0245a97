package org.pairboot.artifacts.content;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pairboot.artifacts.content.KernelArguments.Argument;

/**
 * The kernel arguments with which a system installs itself to a disk without asking anybody. The
 * names are those that the installers themselves read. Too many are better here than too few: one
 * too many costs a question, a missing one costs the disks of a lab.
 */
public final class InstallerArguments {
  /** Installers read these with any value, and most of them without one. */
  private static final Set<String> NAMES =
      Set.of(
          // coreos-installer, and its predecessor in dracut
          "coreos.inst.install_dev",
          "coreos.inst",
          // Anaconda; ks alone asks the DHCP server where the file is
          "inst.ks",
          "ks",
          "kickstart",
          // Subiquity and Ubiquity of Ubuntu
          "autoinstall",
          "automatic_ubiquity",
          // debian-installer, also by its short names; Void Linux has "auto" too
          "auto",
          "auto_install/enable",
          "preseed/url",
          "preseed/file",
          "preseed/run",
          "preseed_md5",
          // AutoYaST, and Agama after it
          "autoyast",
          "autoyast2",
          "inst.auto",
          "agama.auto",
          // images of kiwi that write themselves to a disk
          "rd.kiwi.install.pxe",
          "rd.kiwi.install.image",
          "rd.kiwi.oem.installdevice",
          // Talos installs to the disk that its configuration names
          "talos.config",
          "talos.config.inline",
          // Kairos, Elemental, Harvester, k3OS, Proxmox VE, XenServer, Mageia
          "install_mode",
          "elemental.install",
          "harvester.install.automatic",
          "k3os.install.silent",
          "k3os.install.device",
          "proxmox_start_auto_installer",
          "answerfile",
          "auto_install");

  private static final Set<String> NO = Set.of("0", "false", "no", "off", "n");

  private static final List<String> PRESEED_ENDINGS = List.of(".cfg", ".seed", ".preseed");

  private InstallerArguments() {}

  /** The first of {@code arguments} that makes a system install itself; empty if there is none. */
  public static Optional<Argument> in(KernelArguments arguments) {
    // Those after "--" count too: installers read them from /proc/cmdline, as the kernel does not.
    return arguments.all().stream().filter(InstallerArguments::installs).findFirst();
  }

  private static boolean installs(Argument argument) {
    // debian-installer has names with dashes and the kernel makes no difference.
    String name = argument.name().replace('-', '_');
    String value = argument.value().orElse("").toLowerCase(Locale.ROOT);
    return switch (name) {
      // Live systems call their root file system so; for debian-installer it is the preseed file.
      case "url", "file" ->
          value.contains("preseed") || PRESEED_ENDINGS.stream().anyMatch(value::endsWith);
      // FAI
      case "FAI_ACTION" -> value.contains("install");
      // Clonezilla
      case "ocs_live_run" -> value.contains("restore");
      default -> (NAMES.contains(name) || name.startsWith("partman")) && !NO.contains(value);
    };
  }
}
