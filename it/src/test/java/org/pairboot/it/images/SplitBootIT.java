package org.pairboot.it.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.it.guest.Guest;
import org.pairboot.it.guest.InitrdChain;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.Repository;
import org.pairboot.it.lab.Tools;

/**
 * Splits fat images of every compression and lets the kernel judge the result: it must unpack the
 * members that were kept, the new members, and the rootfs after them.
 */
class SplitBootIT {
  private static final int FAILED = 1;

  @TempDir private Path directory;

  @BeforeAll
  static void needTools() {
    Guest.need();
    Tools.need("mksquashfs:squashfs-tools", "cpio:cpio");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "bzip2", "lzma", "xz", "lz4", "lzo", "zstd"})
  @Execution(ExecutionMode.CONCURRENT)
  void bootsASplitImage(String compression) {
    Path parts = directory.resolve("parts");
    Path image = fatImage(compression);
    split(image, parts).succeeded();
    Path chain =
        InitrdChain.write(
            directory.resolve("chain.img"),
            List.of(parts.resolve("initramfs.img"), parts.resolve("rootfs.img")));
    try (Guest guest =
        Guest.bootKernel(
            directory.resolve("guest"), image.resolve("vmlinuz"), chain, "", List.of())) {
      assertThat(guest.awaitEnd()).contains("PAIRBOOT-DEMO: OK version=1.0 rootfs=appended");
    }
  }

  private Path fatImage(String compression) {
    Path image = directory.resolve(compression);
    Command.run(
            List.of(
                Repository.demo("build-fat-image").toString(),
                image.toString(),
                "--rootfs-size",
                "1",
                "--compression",
                compression))
        .succeeded();
    return image;
  }

  private Command.Result split(Path image, Path parts) {
    return new Cli(directory.resolve("data"))
        .run("split", image.resolve("fat-initramfs.img").toString(), "--output", parts.toString());
  }
}
