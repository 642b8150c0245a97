package org.pairboot.it.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.it.firmware.ScenarioSteps.KERNEL_ARGUMENTS;
import static org.pairboot.it.firmware.ScenarioSteps.LIMIT;
import static org.pairboot.it.firmware.ScenarioSteps.MEMORY;
import static org.pairboot.it.firmware.ScenarioSteps.serve;

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

/** A board whose U-Boot looks for {@code pxelinux.cfg}. */
final class UBootScenarios {
  /** By default this board has no address for the script and would try other boot methods. */
  private static final String COMMAND = "setenv pxefile_addr_r 7000000;dhcp;pxe get;pxe boot\n";

  private UBootScenarios() {}

  static Stream<Scenario> scenarios() {
    return Stream.of(
        new Scenario(
            "u-boot/concatenated",
            RunKind.FULL_RUN,
            "finds pxelinux.cfg, loads both halves as one file, and starts the kernel",
            UBootScenarios::loadLiveImage));
  }

  private static String loadLiveImage(Laboratory laboratory, DataDirectories images) {
    serve(laboratory, images.shared(GeneratedImage.PLAIN), "appended");
    // U-Boot loads the boot file, but does not start it.
    laboratory.announce(BootFiles.all("pxelinux.0"));
    Guest board = laboratory.boot(GuestFirmware.U_BOOT, MEMORY);
    awaitLine(board, "eth0: ");
    board.press("ret");
    board.press(COMMAND.chars().mapToObj(UBootScenarios::key).toArray(String[]::new));
    // The kernel finds no initrd: this U-Boot passes a wrong size to it.
    String started = awaitLine(board, "Kernel command line: \"" + KERNEL_ARGUMENTS);
    assertThat(laboratory.traffic().tftp().stream().map(CapturedTftpRead::name))
        .contains("pxelinux.cfg/01-" + Laboratory.mac(0).replace(':', '-'))
        .contains("pxelinux.cfg/default-x86-qemu-qemu-x86")
        .doesNotContain("pxelinux.cfg/default");
    for (String file : List.of("/kernel", "/live.img")) {
      assertThat(laboratory.traffic().isReadByTftp("images/demo/1.0" + file)).as(file).isTrue();
    }
    return started;
  }

  private static String awaitLine(Guest board, String text) {
    return board.console().await(Pattern.compile(".*" + Pattern.quote(text) + ".*"), LIMIT).group();
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
