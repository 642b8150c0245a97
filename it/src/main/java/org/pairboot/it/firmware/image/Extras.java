package org.pairboot.it.firmware.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.SeededFile;
import org.pairboot.it.lab.TestImage;

/** Extra initrds, each a cpio archive with one file. */
public final class Extras {
  private static final byte[] CONFIG = TestImage.ascii("{\"ignition\":{\"version\":\"3.4.0\"}}\n");

  private Extras() {}

  /** An Ignition config, packed as {@code coreos-installer pxe ignition wrap} does. */
  public static Path ignition(Path directory) {
    Path plain = write(directory.resolve("ignition.img"), "config.ign", CONFIG);
    // The kernel's decoder supports no check but CRC32.
    Command.run(List.of("xz", "--force", "--check=crc32", plain.toString())).succeeded();
    try {
      return Files.move(plain.resolveSibling("ignition.img.xz"), plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the guest prints when it has found the config. */
  public static String ignitionDigest() {
    return SeededFile.sha256(CONFIG).substring(0, 16);
  }

  /** The only certificate that the guest trusts. */
  public static Path trust(Path directory, Path certificate) {
    try {
      return write(
          directory.resolve("trust.img"),
          "etc/pairboot-demo-ca.pem",
          Files.readAllBytes(certificate));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Path archive, String name, byte[] content) {
    try {
      return Files.write(archive, TestImage.cpio(Map.entry(name, content)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
