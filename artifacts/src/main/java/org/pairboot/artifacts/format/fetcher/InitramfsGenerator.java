package org.pairboot.artifacts.format.fetcher;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The program that generated an initramfs, which determines what runs in it. */
sealed interface InitramfsGenerator {

  /** The kernel arguments that fetching needs, besides the URL. */
  List<String> arguments();

  /** The programs that the scripts need, besides those in every initramfs of this kind. */
  List<String> programs();

  /** How the user adds {@code program}. */
  String remedyForProgram(String program);

  /** How the user adds the module {@code driver}. */
  String remedyForDriver(String driver);

  /** The paths of the scripts and their resources, except for those that all generators share. */
  Map<String, String> scripts();

  /**
   * dracut, with systemd or without.
   *
   * @param hooks the directory of its hooks, which depends on its version
   */
  record Dracut(String hooks) implements InitramfsGenerator {
    @Override
    public List<String> arguments() {
      return List.of("rd.neednet=1", "ip=dhcp");
    }

    @Override
    public List<String> programs() {
      return List.of("curl", "dd", "sha256sum");
    }

    @Override
    public String remedyForProgram(String program) {
      return "build it again with dracut --install '" + String.join(" ", programs()) + "'";
    }

    @Override
    public String remedyForDriver(String driver) {
      return "build it again with dracut --add-drivers " + driver;
    }

    @Override
    public Map<String, String> scripts() {
      Map<String, String> scripts = new LinkedHashMap<>();
      // After all hooks that parse root=, because they would reject this one.
      scripts.put(hooks + "/cmdline/99-pairboot.sh", "dracut/cmdline.sh");
      scripts.put(hooks + "/pre-mount/10-pairboot.sh", "dracut/pre-mount.sh");
      scripts.put(hooks + "/mount/10-pairboot.sh", "dracut/mount.sh");
      return scripts;
    }
  }

  /** initramfs-tools, of Debian and Ubuntu. */
  record InitramfsTools() implements InitramfsGenerator {
    @Override
    public List<String> arguments() {
      return List.of("boot=pairboot", "ip=dhcp");
    }

    @Override
    public List<String> programs() {
      return List.of("busybox", "dd", "sha256sum", "tail", "timeout", "wget");
    }

    @Override
    public String remedyForProgram(String program) {
      return "install the package busybox and build it again with update-initramfs";
    }

    @Override
    public String remedyForDriver(String driver) {
      return "add " + driver + " to /etc/initramfs-tools/modules and run update-initramfs";
    }

    @Override
    public Map<String, String> scripts() {
      return Map.of("scripts/pairboot", "initramfs-tools/pairboot.sh");
    }
  }
}
