package org.pairboot.it.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.it.firmware.ScenarioSteps.KERNEL_ARGUMENTS;
import static org.pairboot.it.firmware.ScenarioSteps.boot;
import static org.pairboot.it.firmware.ScenarioSteps.booted;
import static org.pairboot.it.firmware.ScenarioSteps.shows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pairboot.it.firmware.Scenario.RunKind;
import org.pairboot.it.firmware.image.DataDirectories;
import org.pairboot.it.firmware.image.DebianLiveSystem;
import org.pairboot.it.firmware.image.DebianPackage;
import org.pairboot.it.firmware.image.GeneratedImage;
import org.pairboot.it.firmware.image.InstallerFiles;
import org.pairboot.it.firmware.machine.BootFiles;
import org.pairboot.it.firmware.machine.GuestFirmware;
import org.pairboot.it.firmware.machine.Laboratory;
import org.pairboot.it.firmware.wire.CapturedTftpRead;
import org.pairboot.it.guest.Guest;
import org.pairboot.it.lab.Cli;

/** Systems that Debian builds, and one that is larger than the usual test images. */
final class SystemScenarios {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  /** TFTP block numbers have 16 bits. */
  private static final int BLOCK_NUMBERS = 1 << 16;

  /** In MiB: twice the root file system, and what firmware and kernel need. */
  private static final int MEMORY_OF_LARGE = 3072;

  private static final int MEMORY_OF_DEBIAN = 1024;

  private SystemScenarios() {}

  static Stream<Scenario> scenarios() {
    return Stream.of(
        installer(BootLoader.PXELINUX, RunKind.EVERY_RUN),
        installer(BootLoader.GRUB_TFTP, RunKind.FULL_RUN),
        installerOnBoard(),
        memoryTest(BootLoader.IPXE_HTTP, "boot/memtest86+x64.bin"),
        memoryTest(BootLoader.GRUB_TFTP, "boot/memtest86+x64.efi"),
        live(DebianLiveSystem.LIVE_BOOT, BootLoader.IPXE_HTTP, "Debian with live-boot"),
        live(DebianLiveSystem.DRACUT, BootLoader.PXELINUX, "Debian with dracut's livenet"),
        fromIso(
            DebianLiveSystem.DRACUT,
            "own-menu",
            "a system that is only known by the boot menu of its ISO"),
        fromIso(DebianLiveSystem.LIVE_BOOT, "live-build", "an ISO as live-build makes it"),
        unified(BootLoader.GRUB_TFTP),
        dracutWithTwoCards(),
        large(BootLoader.IPXE_TFTP),
        large(BootLoader.PXELINUX));
  }

  private static Scenario installer(BootLoader loader, RunKind runKind) {
    return new Scenario(
        "debian-installer/" + loader.term(),
        runKind,
        "Debian's installer asks its first question",
        (laboratory, images) -> bootInstaller(loader, laboratory, images));
  }

  private static String bootInstaller(
      BootLoader loader, Laboratory laboratory, DataDirectories images) {
    Path dataDir = importInstaller("amd64", "console=ttyS0", images);
    laboratory.serve(dataDir, loader.settings());
    return awaitQuestion(boot(laboratory, loader, MEMORY_OF_DEBIAN));
  }

  private static Scenario installerOnBoard() {
    return new Scenario(
        "debian-installer/u-boot-arm64",
        RunKind.FULL_RUN,
        "on a 64-bit ARM board, Debian's installer asks its first question",
        (laboratory, images) -> {
          Path dataDir = importInstaller("arm64", "console=ttyAMA0", images);
          laboratory.serve(dataDir, List.of());
          laboratory.announce(BootFiles.all("pxelinux.0"));
          return awaitQuestion(laboratory.boot(GuestFirmware.U_BOOT_ARM64, MEMORY_OF_DEBIAN));
        });
  }

  private static Path importInstaller(
      String architecture, String arguments, DataDirectories images) {
    InstallerFiles files = InstallerFiles.fetch(architecture);
    Path dataDir = images.empty();
    new Cli(dataDir)
        .run(
            "import",
            "debian-installer",
            "--kernel",
            files.kernel().toString(),
            "--initramfs",
            files.initramfs().toString(),
            "--args",
            arguments)
        .succeeded();
    return dataDir;
  }

  private static String awaitQuestion(Guest guest) {
    Pattern question = Pattern.compile("Select a language");
    return "the installer asks: " + guest.console().await(question, LIMIT).group();
  }

  /** Debian's memtest86+, which is a kernel without an initramfs. */
  private static Scenario memoryTest(BootLoader loader, String program) {
    return new Scenario(
        "memtest/" + loader.term(),
        RunKind.FULL_RUN,
        "a kernel alone: memtest86+ tests memory",
        (laboratory, images) -> {
          Path dataDir = images.empty();
          Path kernel = DebianPackage.file("memtest86+", program);
          new Cli(dataDir)
              .run(
                  "import",
                  "memtest",
                  "--kernel",
                  kernel.toString(),
                  "--args",
                  "console=ttyS0,115200")
              .succeeded();
          laboratory.serve(dataDir, loader.settings());
          return shows(boot(laboratory, loader), "Memtest86\\+ v[0-9.]+");
        });
  }

  private static Scenario live(DebianLiveSystem system, BootLoader loader, String title) {
    return new Scenario(
        system.term() + "/" + loader.term(),
        RunKind.FULL_RUN,
        title + " fetches its root file system and starts systemd",
        (laboratory, images) -> {
          serveLive(system, loader, laboratory, images);
          return awaitLive(boot(laboratory, loader, MEMORY_OF_DEBIAN));
        });
  }

  private static Scenario fromIso(DebianLiveSystem system, String name, String title) {
    BootLoader loader = BootLoader.IPXE_HTTP;
    return new Scenario(
        name + "/" + loader.term(),
        RunKind.FULL_RUN,
        title + " fetches its root file system",
        (laboratory, images) -> {
          Path dataDir = images.empty();
          system.importFromIso(dataDir, images.empty(), KERNEL_ARGUMENTS);
          laboratory.serve(dataDir, loader.settings());
          return awaitLive(boot(laboratory, loader, MEMORY_OF_DEBIAN));
        });
  }

  private static Scenario unified(BootLoader loader) {
    return new Scenario(
        "unified/" + loader.term(),
        RunKind.FULL_RUN,
        "a unified kernel image around systemd's stub, which was made for drives",
        (laboratory, images) -> {
          Path dataDir = images.empty();
          DebianLiveSystem.DRACUT.importUnified(dataDir, images.empty(), KERNEL_ARGUMENTS);
          laboratory.serve(dataDir, loader.settings());
          return awaitLive(boot(laboratory, loader, MEMORY_OF_DEBIAN));
        });
  }

  /** Without {@code BOOTIF}, dracut asks for an address on the first card, for minutes. */
  private static Scenario dracutWithTwoCards() {
    BootLoader loader = BootLoader.IPXE_HTTP;
    return new Scenario(
        "two-cards/dracut",
        RunKind.FULL_RUN,
        "dracut asks DHCP on the second network card only, which the loader came from",
        (laboratory, images) -> {
          serveLive(DebianLiveSystem.DRACUT, loader, laboratory, images);
          laboratory.announce(loader.files());
          Guest guest = laboratory.bootFromSecondCard(loader.firmware(), MEMORY_OF_DEBIAN);
          String verdict = awaitLive(guest);
          assertThat(guest.console().text()).doesNotContain("Warning: dhcp for interface");
          return verdict;
        });
  }

  private static void serveLive(
      DebianLiveSystem system, BootLoader loader, Laboratory laboratory, DataDirectories images) {
    Path dataDir = images.empty();
    system.importInto(dataDir, KERNEL_ARGUMENTS);
    laboratory.serve(dataDir, loader.settings());
  }

  private static String awaitLive(Guest guest) {
    String verdict = guest.console().await(Pattern.compile("LIVE-SYSTEM: .*"), LIMIT).group();
    assertThat(verdict).contains("OK, writable, init systemd");
    return verdict;
  }

  private static Scenario large(BootLoader loader) {
    return new Scenario(
        "large/" + loader.term(),
        RunKind.FULL_RUN,
        "640 MiB appended by TFTP: the block numbers wrap",
        (laboratory, images) -> bootLarge(loader, laboratory, images));
  }

  private static String bootLarge(
      BootLoader loader, Laboratory laboratory, DataDirectories images) {
    List<String> settings = new ArrayList<>(loader.settings());
    settings.add("boot.method=appended");
    settings.add("boot.kernel-arguments=" + KERNEL_ARGUMENTS);
    laboratory.serve(images.shared(GeneratedImage.LARGE), settings);
    String verdict = booted(boot(laboratory, loader, MEMORY_OF_LARGE), "1.0", LIMIT);
    assertThat(laboratory.traffic().tftp())
        .filteredOn(read -> read.name().endsWith("rootfs.img"))
        .singleElement()
        .extracting(CapturedTftpRead::blocks)
        .satisfies(blocks -> assertThat(blocks).isGreaterThan(BLOCK_NUMBERS));
    return verdict;
  }
}
