package org.pairboot.it.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.Repository;
import org.pairboot.it.lab.Tools;

/**
 * Virtual machines boot a fat image that Pairboot has split. The guest itself checks that the pair
 * matches and that every byte of its root file system is right.
 */
class BootIT {
  private static final String ROOTFS_MIB = "8";
  private static final Duration LIMIT = Duration.ofMinutes(6);

  /** The exit code of boot-guest if something that it needs is missing. */
  private static final int NEEDS_SOMETHING = 2;

  @TempDir private static Path dataDir;

  @BeforeAll
  static void importFatImage() {
    Tools.needRoot("QEMU's network card needs /dev/net/tun and a network namespace");
    Tools.need("mksquashfs:squashfs-tools", "cpio:cpio");
    Path image = Repository.cache("demo-image");
    Command.run(
            List.of(
                Repository.demo("build-fat-image").toString(),
                image.toString(),
                "--rootfs-size",
                ROOTFS_MIB))
        .succeeded();
    new Cli(dataDir)
        .run(
            "import",
            "demo",
            "--kernel",
            image.resolve("vmlinuz").toString(),
            "--initramfs",
            image.resolve("fat-initramfs.img").toString())
        .succeeded();
  }

  @Test
  void bootsPxelinuxWithBothHalvesOverTftp() {
    assertThat(boot("pxelinux", "appended"))
        .contains("PAIRBOOT-DEMO: OK version=1.0 rootfs=appended");
  }

  @Test
  void bootsIpxeWithTheSmallHalfAndFetchesTheLargeHalfInTheInitramfs() {
    assertThat(boot("ipxe", "rootfs-url")).contains("PAIRBOOT-DEMO: OK version=1.0 rootfs=fetched");
  }

  private static String boot(String loader, String method) {
    Command.Result result =
        Command.run(
            List.of(
                Repository.demo("boot-guest").toString(),
                "--data-dir",
                dataDir.toString(),
                "--image",
                "demo",
                "--loader",
                loader,
                "--method",
                method),
            LIMIT);
    if (result.exitCode() == NEEDS_SOMETHING) {
      Tools.missing(result.err());
    }
    return result.succeeded().out();
  }
}
