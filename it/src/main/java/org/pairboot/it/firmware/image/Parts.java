package org.pairboot.it.firmware.image;

import java.nio.file.Path;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;

/** An image as three files, for tests that mix them. */
public record Parts(Path kernel, Path initramfs, Path rootfs) {

  /** Splits an image into files in a directory, which is created. */
  public static Parts of(GeneratedImage image, Path directory) {
    Path fat = ImageBuilder.fat(image);
    new Cli(directory)
        .run(
            "split",
            fat.resolve("fat-initramfs.img").toString(),
            "--output",
            directory.resolve("parts").toString())
        .succeeded();
    Path parts = directory.resolve("parts");
    return new Parts(
        fat.resolve("vmlinuz"), parts.resolve("initramfs.img"), parts.resolve("rootfs.img"));
  }

  /** The same with the root file system of another image. */
  public Parts with(Path otherRootfs) {
    return new Parts(kernel, initramfs, otherRootfs);
  }

  /** Imports them as {@code demo}, which may fail. */
  public Command.Result importInto(Path dataDir) {
    return new Cli(dataDir)
        .run(
            "import",
            "demo",
            "--kernel",
            kernel.toString(),
            "--initramfs",
            initramfs.toString(),
            "--rootfs",
            rootfs.toString());
  }
}
