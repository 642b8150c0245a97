package org.pairboot.it.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pairboot.it.firmware.Scenario.Extent;
import org.pairboot.it.firmware.image.InstallerFiles;
import org.pairboot.it.firmware.image.LiveImage;
import org.pairboot.it.firmware.image.LiveSystem;
import org.pairboot.it.firmware.image.Shelf;
import org.pairboot.it.firmware.machine.Guest;
import org.pairboot.it.firmware.machine.Laboratory;
import org.pairboot.it.firmware.wire.TftpRead;
import org.pairboot.it.lab.Cli;

/** What others have built, and what is larger than test images are. */
final class Systems {
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final int BLOCK_NUMBERS = 1 << 16;

  /** Twice the root file system, and what firmware and kernel need. */
  private static final int MEMORY_OF_LARGE = 3072;

  private static final int MEMORY_OF_INSTALLER = 1024;
  private static final int MEMORY_OF_LIVE = 1024;

  private Systems() {}

  static Stream<Scenario> scenarios() {
    return Stream.of(
        installer(Loader.PXELINUX, Extent.EVERY_RUN),
        installer(Loader.GRUB_TFTP, Extent.FULL_RUN),
        live(LiveSystem.LIVE_BOOT, Loader.IPXE_HTTP, "Debian with live-boot"),
        live(LiveSystem.DRACUT, Loader.PXELINUX, "Debian with dracut's livenet"),
        large(Loader.IPXE_TFTP),
        large(Loader.PXELINUX));
  }

  private static Scenario installer(Loader loader, Extent extent) {
    return new Scenario(
        "debian-installer/" + loader.term(),
        extent,
        "Debian's own installer comes to its first question",
        (laboratory, shelf) -> firstQuestion(loader, laboratory, shelf));
  }

  private static String firstQuestion(Loader loader, Laboratory laboratory, Shelf shelf) {
    InstallerFiles files = InstallerFiles.fetch();
    Path dataDir = shelf.fresh();
    new Cli(dataDir)
        .run(
            "import",
            "debian-installer",
            "--kernel",
            files.kernel().toString(),
            "--initramfs",
            files.initramfs().toString(),
            "--args",
            "console=ttyS0")
        .succeeded();
    laboratory.serve(dataDir, loader.settings());
    laboratory.tell(loader.files());
    Guest guest = laboratory.boot(loader.firmware(), MEMORY_OF_INSTALLER);
    return guest
        .console()
        .await(Pattern.compile("Select a language"), LIMIT)
        .map(screen -> "the installer asks: " + screen.group())
        .orElseThrow(() -> new AssertionError("ended before:\n" + guest.console().tail()));
  }

  private static Scenario live(LiveSystem system, Loader loader, String title) {
    return new Scenario(
        system.term() + "/" + loader.term(),
        Extent.FULL_RUN,
        title + " fetches its root file system and starts systemd",
        (laboratory, shelf) -> fetched(system, loader, laboratory, shelf));
  }

  private static String fetched(
      LiveSystem system, Loader loader, Laboratory laboratory, Shelf shelf) {
    Path dataDir = shelf.fresh();
    system.importInto(dataDir, BootCell.ARGUMENTS);
    laboratory.serve(dataDir, loader.settings());
    laboratory.tell(loader.files());
    Guest guest = laboratory.boot(loader.firmware(), MEMORY_OF_LIVE);
    String verdict =
        guest
            .console()
            .await(Pattern.compile("LIVE-SYSTEM: .*"), LIMIT)
            .map(MatchResult::group)
            .orElseThrow(() -> new AssertionError("ended before:\n" + guest.console().tail()));
    assertThat(verdict).contains("OK, writable, init systemd");
    return verdict;
  }

  private static Scenario large(Loader loader) {
    return new Scenario(
        "large/" + loader.term(),
        Extent.FULL_RUN,
        "640 MiB appended by TFTP: more blocks than there are block numbers",
        (laboratory, shelf) -> wrapped(loader, laboratory, shelf));
  }

  private static String wrapped(Loader loader, Laboratory laboratory, Shelf shelf) {
    List<String> settings =
        Stream.concat(
                loader.settings().stream(),
                Stream.of("boot.method=appended", "boot.kernel-arguments=" + BootCell.ARGUMENTS))
            .toList();
    laboratory.serve(shelf.with(LiveImage.LARGE), settings);
    laboratory.tell(loader.files());
    String verdict = laboratory.boot(loader.firmware(), MEMORY_OF_LARGE).verdict(LIMIT);
    assertThat(verdict).contains("OK version=1.0 rootfs=appended");
    assertThat(laboratory.traffic().tftp())
        .filteredOn(read -> read.name().endsWith("rootfs.img"))
        .singleElement()
        .extracting(TftpRead::blocks)
        .satisfies(blocks -> assertThat(blocks).isGreaterThan(BLOCK_NUMBERS));
    return verdict;
  }
}
