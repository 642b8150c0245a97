package org.pairboot.artifacts.format.split;

import java.nio.file.Path;

/**
 * Where the parts of a split go. None of the files may exist.
 *
 * @param initramfs the initramfs
 * @param rootfs the rootfs
 * @param extra what follows the rootfs in a concatenated image, such as an Ignition config; made
 *     only where there is something
 */
public record SplitPaths(Path initramfs, Path rootfs, Path extra) {

  /** {@code initramfs.img}, {@code rootfs.img} and {@code extra.img} in {@code directory}. */
  public static SplitPaths in(Path directory) {
    return new SplitPaths(
        directory.resolve("initramfs.img"),
        directory.resolve("rootfs.img"),
        directory.resolve("extra.img"));
  }
}
