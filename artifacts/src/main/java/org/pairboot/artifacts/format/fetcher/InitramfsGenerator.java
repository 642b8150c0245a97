package org.pairboot.artifacts.format.fetcher;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What made an initramfs, and so decides what runs in it. */
sealed interface InitramfsGenerator {

  /** Kernel arguments without which nothing is fetched, besides the URL. */
  List<String> arguments();

  /** Programs that the scripts need beyond those that every initramfs of this kind has. */
  List<String> programs();

  /** How a user brings {@code program} into it. */
  String remedyForProgram(String program);

  /** How a user brings the module {@code driver} into it. */
  String remedyForDriver(String driver);

  /** Where files go, and the resources that they are; without those that are the same for all. */
  Map<String, String> scripts();

  /**
   * dracut, with systemd or without.
   *
   * @param hooks the directory of its hooks, which moved over time
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
      // Behind all that parse root=, which would find fault with it.
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
