package org.pairboot.it.firmware.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.pairboot.it.lab.Command;

/**
 * Debian's network installer, as Debian packages it for boot servers. It is from the newest release
 * in this machine's package sources.
 */
public record InstallerFiles(Path kernel, Path initramfs) {

  /**
   * Fetches the package, unless an earlier run did.
   *
   * @param architecture in Debian's words
   */
  public static InstallerFiles fetch(String architecture) {
    String debianPackage = newest("^debian-installer-[0-9]+-netboot-" + architecture + "$");
    Path kept =
        ImageBuilder.built(
            debianPackage,
            directory -> {
              Path unpacked = Files.createTempDirectory(directory, "unpacked");
              DebianPackage.unpack(debianPackage, unpacked);
              keep(unpacked, "linux", directory);
              keep(unpacked, "initrd.gz", directory);
              Command.deleteTree(unpacked);
            });
    return new InstallerFiles(kept.resolve("linux"), kept.resolve("initrd.gz"));
  }

  private static String newest(String names) {
    String found =
        Command.run(List.of("apt-cache", "search", "--names-only", names)).succeeded().out();
    return found
        .lines()
        .map(line -> line.split(" ", 2)[0])
        .max(Comparator.comparing(name -> Integer.valueOf(name.split("-")[2])))
        .orElseThrow(() -> new AssertionError("apt has no package that matches " + names));
  }

  /** Keeps the text-mode installer; a serial console cannot show the graphical one. */
  private static void keep(Path unpacked, String name, Path target) throws IOException {
    try (Stream<Path> files =
        Files.find(
            unpacked,
            20,
            (path, attributes) ->
                attributes.isRegularFile()
                    && path.getFileName().toString().equals(name)
                    && path.toString().contains("/text/"))) {
      Files.move(files.findFirst().orElseThrow(), target.resolve(name));
    }
  }
}
