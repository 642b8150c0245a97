package org.pairboot.it.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.it.firmware.ScenarioSteps.KERNEL_ARGUMENTS;
import static org.pairboot.it.firmware.ScenarioSteps.LIMIT;
import static org.pairboot.it.firmware.ScenarioSteps.MEMORY;
import static org.pairboot.it.firmware.ScenarioSteps.booted;
import static org.pairboot.it.firmware.ScenarioSteps.macWithDashes;
import static org.pairboot.it.firmware.ScenarioSteps.plans;
import static org.pairboot.it.firmware.ScenarioSteps.serve;
import static org.pairboot.it.firmware.ScenarioSteps.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pairboot.it.firmware.Scenario.RunKind;
import org.pairboot.it.firmware.image.DataDirectories;
import org.pairboot.it.firmware.image.GeneratedImage;
import org.pairboot.it.firmware.machine.BootFiles;
import org.pairboot.it.firmware.machine.GuestFirmware;
import org.pairboot.it.firmware.machine.Laboratory;
import org.pairboot.it.firmware.wire.CapturedTftpRead;
import org.pairboot.it.guest.Guest;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.TestKernel;

/** Boards whose U-Boot looks for {@code pxelinux.cfg}. */
final class UBootScenarios {
  /** By default the PC has no address for the script and would try other boot methods. */
  private static final String COMMAND = "setenv pxefile_addr_r 7000000;dhcp;pxe get;pxe boot\n";

  /** The name that tells U-Boot's MAC address. */
  private static final String SCRIPT = "pxelinux.cfg/01-" + macWithDashes(0);

  /** U-Boot sends the timeout first, as no other client does; the size not on all boards. */
  private static final String OPTIONS = "timeout=5( tsize=0)? blksize=1468";

  private UBootScenarios() {}

  static Stream<Scenario> scenarios() {
    return Stream.of(
        new Scenario(
            "u-boot/concatenated",
            RunKind.FULL_RUN,
            "finds pxelinux.cfg, loads both halves as one file, and starts the kernel",
            UBootScenarios::loadLiveImage),
        new Scenario(
            "u-boot/by-mac",
            RunKind.FULL_RUN,
            "the same for a machine of a plan: its script is U-Boot's, though the kernel is a PC's",
            UBootScenarios::loadSelectedImage),
        new Scenario(
            "u-boot/arm64",
            RunKind.EVERY_RUN,
            "a board of a plan boots an image whose kernel does not tell its architecture",
            UBootScenarios::bootBoard),
        new Scenario(
            "u-boot/zboot",
            RunKind.FULL_RUN,
            "a board is told that U-Boot cannot start the kernel of its image",
            UBootScenarios::refuseKernel));
  }

  private static String loadLiveImage(Laboratory laboratory, DataDirectories images) {
    serve(laboratory, images.shared(GeneratedImage.PLAIN), "appended");
    String started = startOnPc(laboratory);
    assertThat(names(laboratory))
        .contains(SCRIPT)
        .contains("pxelinux.cfg/default-x86-qemu-qemu-x86")
        .doesNotContain("pxelinux.cfg/default");
    return started;
  }

  private static String loadSelectedImage(Laboratory laboratory, DataDirectories images) {
    String settings = plans(planForFirstGuest(laboratory, KERNEL_ARGUMENTS));
    laboratory.serve(images.shared(GeneratedImage.PLAIN), List.of(settings));
    String started = startOnPc(laboratory);
    assertScriptIsReadAtOnce(laboratory);
    return started;
  }

  /** Has U-Boot load kernel and initrd; returns the kernel's line with its arguments. */
  private static String startOnPc(Laboratory laboratory) {
    // U-Boot loads the boot file, but does not start it.
    laboratory.announce(BootFiles.all("pxelinux.0"));
    Guest board = laboratory.boot(GuestFirmware.U_BOOT, MEMORY);
    board.console().await(Pattern.compile("eth0: "), LIMIT);
    board.press("ret");
    board.press(COMMAND.chars().mapToObj(UBootScenarios::key).toArray(String[]::new));
    // localcmd is for the local disk. The kernel finds no initrd: this U-Boot passes a wrong size.
    String end =
        board.console().await(Pattern.compile(".*(Kernel command|localcmd).*"), LIMIT).group();
    assertThat(end).contains("Kernel command line: \"" + KERNEL_ARGUMENTS);
    assertPartsAreRead(laboratory);
    return end;
  }

  private static String bootBoard(Laboratory laboratory, DataDirectories images) {
    String arguments = "console=ttyAMA0 panic=-1 " + ArgumentScenarios.ARGUMENTS;
    laboratory.serve(
        images.shared(GeneratedImage.FOR_ARM64),
        List.of(plans(planForFirstGuest(laboratory, arguments))));
    laboratory.announce(BootFiles.all("pxelinux.0"));
    Guest board = laboratory.boot(GuestFirmware.U_BOOT_ARM64, MEMORY);
    String verdict = booted(board, "1.0", LIMIT);
    assertScriptIsReadAtOnce(laboratory);
    assertPartsAreRead(laboratory);
    String line = ArgumentScenarios.arrived(board, ArgumentScenarios.ARGUMENTS);
    assertThat(line.split(" ")).contains("BOOTIF=01-" + macWithDashes(0));
    return verdict + ", " + line;
  }

  private static String refuseKernel(Laboratory laboratory, DataDirectories images) {
    Path dataDir = images.empty();
    TestImage image = TestImage.write(laboratory.directory().resolve("zboot"), "1.0", 70_000);
    try {
      Files.write(image.kernel(), TestKernel.zboot("kernel"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    new Cli(dataDir).importImage("demo", image);
    laboratory.serve(dataDir, List.of(plans(planForFirstGuest(laboratory, "quiet"))));
    laboratory.announce(BootFiles.all("pxelinux.0"));
    Guest board = laboratory.boot(GuestFirmware.U_BOOT_ARM64, MEMORY);
    Pattern refusal = Pattern.compile("EFI zboot image, which U-Boot cannot start");
    String said = board.console().await(refusal, LIMIT).group();
    assertThat(laboratory.traffic().isReadByTftp("/kernel")).isFalse();
    return said;
  }

  /** A directory with a plan that selects the first guest by its MAC address. */
  private static Path planForFirstGuest(Laboratory laboratory, String arguments) {
    return write(
            laboratory.directory().resolve("plans/board.conf"),
            """
            profiles {
              default { action = local-disk }
              board { image = demo, method = appended, kernel-arguments.add = \"""%s\""" }
            }
            machines.board { select { mac = "%s" }, profile = board }
            """
                .formatted(arguments, Laboratory.mac(0)))
        .getParent();
  }

  /** Under the name with the MAC address, with options that tell U-Boot from PXELINUX. */
  private static void assertScriptIsReadAtOnce(Laboratory laboratory) {
    assertThat(laboratory.traffic().tftp())
        .filteredOn(read -> read.name().startsWith("pxelinux.cfg/"))
        .last()
        .satisfies(read -> {
          assertThat(read.name()).isEqualTo(SCRIPT);
          assertThat(read.options()).matches(OPTIONS);
          assertThat(read.isComplete()).isTrue();
        });
  }

  private static void assertPartsAreRead(Laboratory laboratory) {
    for (String file : List.of("/kernel", "/live.img")) {
      assertThat(laboratory.traffic().isReadByTftp(file)).as(file).isTrue();
    }
  }

  private static List<String> names(Laboratory laboratory) {
    return laboratory.traffic().tftp().stream().map(CapturedTftpRead::name).toList();
  }

  /** QEMU's name of the key for a character. */
  private static String key(int character) {
    return switch (character) {
      case ' ' -> "spc";
      case ';' -> "semicolon";
      case '_' -> "shift-minus";
      case '\n' -> "ret";
      default -> Character.toString(character);
    };
  }
}
