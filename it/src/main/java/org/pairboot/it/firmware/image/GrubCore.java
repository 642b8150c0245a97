package org.pairboot.it.firmware.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.SeededFile;

/**
 * GRUB for UEFI network boot, built from its modules as people do who need HTTP: Debian's signed
 * GRUB supports only TFTP.
 */
public final class GrubCore {
  private static final List<String> MODULES =
      List.of(
          "net",
          "efinet",
          "tftp",
          "http",
          "normal",
          "linux",
          "configfile",
          "echo",
          "test",
          "serial",
          "terminal",
          "ls",
          "cat",
          "minicmd",
          "reboot",
          "halt",
          "sleep");

  private GrubCore() {}

  /**
   * A directory with the core image.
   *
   * @param fileName of the core image
   * @param prefix the directory of its configuration
   * @param script an embedded configuration that replaces it
   */
  public static Path directory(String fileName, String prefix, Optional<String> script) {
    String digest = SeededFile.sha256((prefix + MODULES + script).getBytes()).substring(0, 12);
    return ImageBuilder.built(
        "grub-" + digest,
        directory -> {
          List<String> command =
              new ArrayList<>(List.of("grub-mkimage", "-O", "x86_64-efi", "-p", prefix));
          if (script.isPresent()) {
            command.addAll(List.of("-c", embedded(directory, script.get()).toString()));
          }
          command.addAll(List.of("-o", directory.resolve(fileName).toString()));
          command.addAll(MODULES);
          Command.run(command).succeeded();
        });
  }

  private static Path embedded(Path directory, String script) throws IOException {
    return Files.writeString(directory.resolve("embedded.cfg"), script);
  }
}
