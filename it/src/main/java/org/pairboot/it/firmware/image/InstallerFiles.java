package org.pairboot.it.firmware.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.pairboot.it.lab.Command;

/**
 * Debian's installer for networks, as Debian packages it for boot servers; of the release that this
 * machine's package sources know, the newest if there are several.
 *
 * @param kernel as Debian has built it
 * @param initramfs the same
 */
public record InstallerFiles(Path kernel, Path initramfs) {
  private static final String NAMES = "^debian-installer-[0-9]+-netboot-amd64$";

  /** Fetches the package unless that was done before. */
  public static InstallerFiles fetch() {
    String debianPackage = newest();
    Path kept =
        Builder.made(
            debianPackage,
            directory -> {
              Path unpacked = Files.createTempDirectory(directory, "unpacked");
              Command.run(
                      List.of(
                          "sh",
                          "-c",
                          "cd \"$1\" && apt-get -q -o APT::Sandbox::User= download \"$2\" &&"
                              + " dpkg -x ./*.deb .",
                          "sh",
                          unpacked.toString(),
                          debianPackage))
                  .succeeded();
              keep(unpacked, "linux", directory);
              keep(unpacked, "initrd.gz", directory);
              Directories.delete(unpacked);
            });
    return new InstallerFiles(kept.resolve("linux"), kept.resolve("initrd.gz"));
  }

  private static String newest() {
    String found =
        Command.run(List.of("apt-cache", "search", "--names-only", NAMES)).succeeded().out();
    return found
        .lines()
        .map(line -> line.split(" ", 2)[0])
        .max(Comparator.comparing(name -> Integer.valueOf(name.split("-")[2])))
        .orElseThrow(() -> new AssertionError("apt knows no package " + NAMES));
  }

  /** The installer comes with screens of text and of pictures; it is text that a console shows. */
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
