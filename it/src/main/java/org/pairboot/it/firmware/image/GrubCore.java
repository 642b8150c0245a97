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
 * GRUB for UEFI and networks, put together from its modules as people do who want HTTP: the signed
 * one of Debian has TFTP alone.
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
   * A directory with the core.
   *
   * @param fileName of the core
   * @param prefix where it looks for its configuration
   * @param script what it does instead, if anything
   */
  public static Path directory(String fileName, String prefix, Optional<String> script) {
    String digest = SeededFile.sha256((prefix + MODULES + script).getBytes()).substring(0, 12);
    return Builder.made(
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
