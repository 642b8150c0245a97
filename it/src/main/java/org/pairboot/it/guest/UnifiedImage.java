package org.pairboot.it.guest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.it.lab.Command;

/** Unified kernel images, made by objcopy as the manual of systemd-stub says. */
public final class UnifiedImage {
  private UnifiedImage() {}

  /**
   * Writes one.
   *
   * @param stub the program that is started, and starts the kernel
   * @param release in the form of os-release
   */
  public static void write(
      Path target, Path stub, Path release, Path arguments, Path kernel, Path initrd) {
    List<String> line = new ArrayList<>(List.of("objcopy"));
    addSection(line, ".osrel", release, 0x2000_0000);
    addSection(line, ".cmdline", arguments, 0x3000_0000);
    addSection(line, ".linux", kernel, 0x4000_0000);
    addSection(line, ".initrd", initrd, 0x5000_0000);
    line.addAll(List.of(stub.toString(), target.toString()));
    Command.run(line).succeeded();
  }

  private static void addSection(List<String> line, String name, Path content, long address) {
    line.addAll(
        List.of(
            "--add-section",
            name + "=" + content,
            "--change-section-vma",
            name + "=0x" + Long.toHexString(address)));
  }
}
