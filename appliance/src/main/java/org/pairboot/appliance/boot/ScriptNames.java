package org.pairboot.appliance.boot;

import java.util.Optional;
import org.pairboot.appliance.boot.ScriptTemplates.Script;

/** Which names are those of scripts. */
final class ScriptNames {
  private ScriptNames() {}

  /** The script that {@code name} asks for, if it asks for one. */
  static Optional<Script> of(String name) {
    String parent = name.substring(0, Math.max(0, name.lastIndexOf('/')));
    // Loaders look below the directory that they came from, or one compiled in: GRUB's is "grub" in
    // Debian and that of its own file in Fedora.
    return switch (name.substring(name.lastIndexOf('/') + 1)) {
      case "default" ->
          Optional.of(Script.PXELINUX).filter(script -> parent.endsWith("pxelinux.cfg"));
      case "grub.cfg" -> Optional.of(Script.GRUB);
      // iPXE on UEFI looks for the second one beside itself, without being told.
      case "boot.ipxe", "autoexec.ipxe" -> Optional.of(Script.IPXE);
      default -> Optional.empty();
    };
  }
}
