package org.pairboot.it.firmware.image;

import java.nio.file.Path;
import java.util.List;
import org.pairboot.it.lab.Command;

/**
 * Files of a Debian package, which is never installed. The packages are the newest in this
 * machine's package sources; they are fetched once.
 */
public final class DebianPackage {
  private DebianPackage() {}

  /** One file, such as a program that boots. */
  public static Path file(String debianPackage, String path) {
    return ImageBuilder.built(debianPackage, directory -> unpack(debianPackage, directory))
        .resolve(path);
  }

  static void unpack(String debianPackage, Path directory) {
    Command.run(
            List.of(
                "sh",
                "-c",
                "cd \"$1\" && apt-get -q -o APT::Sandbox::User= download \"$2\" &&"
                    + " dpkg -x ./*.deb . && rm ./*.deb",
                "sh",
                directory.toString(),
                debianPackage))
        .succeeded();
  }
}
