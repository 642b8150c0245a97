package org.pairboot.it.firmware.image;

import java.util.ArrayList;
import java.util.List;

/**
 * A generated live system, as images were before they were split: import makes a pair of it.
 *
 * @param version in its cookies
 * @param rootfsMib size of its root file system
 * @param curl whether it can fetch by HTTPS
 */
public record LiveImage(String version, int rootfsMib, boolean curl) {
  /** Large enough for some thousand blocks, and small enough for an emulated processor. */
  private static final int SMALL = 8;

  /** The one to take where nothing else is wanted. */
  public static final LiveImage PLAIN = new LiveImage("1.0", SMALL, false);

  /** The same for HTTPS. */
  public static final LiveImage WITH_CURL = new LiveImage("1.0", SMALL, true);

  /** Another build of the same system. */
  public static final LiveImage NEXT_BUILD = new LiveImage("2.0", SMALL, false);

  /** More blocks than a 16-bit number can count, seven times over at 1408 bytes each. */
  public static final LiveImage LARGE = new LiveImage("1.0", 640, false);

  /** For a file name. */
  String term() {
    return version + "-" + rootfsMib + (curl ? "-curl" : "");
  }

  /** For {@code build-fat-image}. */
  List<String> options() {
    List<String> options =
        new ArrayList<>(List.of("--version", version, "--rootfs-size", String.valueOf(rootfsMib)));
    if (curl) {
      options.add("--curl");
    }
    return options;
  }
}
