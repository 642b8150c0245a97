package org.pairboot.it.firmware.image;

import java.util.ArrayList;
import java.util.List;

/**
 * A generated live system with a fat initramfs; import splits it into a pair.
 *
 * @param version in its cookies
 * @param rootfsMib size of its root file system, in MiB
 * @param curl whether it can fetch over HTTPS
 * @param architecture of the machines that it runs on, as Debian calls it
 */
public record GeneratedImage(String version, int rootfsMib, boolean curl, String architecture) {
  private static final String PC = "amd64";

  /** In MiB: a few thousand TFTP blocks, but not too much for an emulated processor. */
  private static final int SMALL = 8;

  /** The default. */
  public static final GeneratedImage PLAIN = new GeneratedImage("1.0", SMALL, false, PC);

  /** The same with HTTPS. */
  public static final GeneratedImage WITH_CURL = new GeneratedImage("1.0", SMALL, true, PC);

  /** Another build of the same system. */
  public static final GeneratedImage NEXT_BUILD = new GeneratedImage("2.0", SMALL, false, PC);

  /** More than seven times 65536 blocks of 1408 bytes, so block numbers wrap. */
  public static final GeneratedImage LARGE = new GeneratedImage("1.0", 640, false, PC);

  /** For boards; its kernel is compressed with gzip, which tells nothing of its architecture. */
  public static final GeneratedImage FOR_ARM64 = new GeneratedImage("1.0", SMALL, false, "arm64");

  /** Part of a file name. */
  String term() {
    return version
        + "-"
        + rootfsMib
        + (curl ? "-curl" : "")
        + (architecture.equals(PC) ? "" : "-" + architecture);
  }

  /** Options of {@code build-fat-image}. */
  List<String> options() {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--version",
                version,
                "--rootfs-size",
                String.valueOf(rootfsMib),
                "--arch",
                architecture));
    if (curl) {
      options.add("--curl");
    }
    return options;
  }
}
