package org.pairboot.it.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.pairboot.it.firmware.Scenario.Extent;
import org.pairboot.it.firmware.image.LiveImage;
import org.pairboot.it.firmware.image.Shelf;
import org.pairboot.it.firmware.machine.BootFiles;
import org.pairboot.it.firmware.machine.Firmware;
import org.pairboot.it.firmware.machine.Guest;
import org.pairboot.it.firmware.machine.Laboratory;
import org.pairboot.it.firmware.wire.TftpRead;

/** A board whose U-Boot looks for {@code pxelinux.cfg}. */
final class UBoot {
  /** The board has no address to keep the script at, and so would boot in other ways by itself. */
  private static final String COMMAND = "setenv pxefile_addr_r 7000000;dhcp;pxe get;pxe boot\n";

  private UBoot() {}

  static Stream<Scenario> scenarios() {
    return Stream.of(
        new Scenario(
            "u-boot/concatenated",
            Extent.FULL_RUN,
            "looks for pxelinux.cfg, loads both halves as one file, and starts the kernel",
            UBoot::loads));
  }

  private static String loads(Laboratory laboratory, Shelf shelf) {
    laboratory.serve(
        shelf.with(LiveImage.PLAIN),
        List.of("boot.method=appended", "boot.kernel-arguments=" + BootCell.ARGUMENTS));
    // Which it loads and does not start.
    laboratory.tell(BootFiles.all("pxelinux.0"));
    Guest board = laboratory.boot(Firmware.U_BOOT, BootCell.MEMORY);
    awaitLine(board, "eth0: ");
    board.press("ret");
    board.press(COMMAND.chars().mapToObj(UBoot::key).toArray(String[]::new));

    // The kernel of this board finds no initrd, as this U-Boot tells it a wrong size.
    String started = awaitLine(board, "Kernel command line: \"" + BootCell.ARGUMENTS);
    assertThat(laboratory.traffic().tftp().stream().map(TftpRead::name))
        .contains("pxelinux.cfg/01-" + Guest.mac(0).replace(':', '-'))
        .contains("pxelinux.cfg/default-x86-qemu-qemu-x86")
        .doesNotContain("pxelinux.cfg/default");
    for (String file : List.of("/kernel", "/live.img")) {
      assertThat(laboratory.traffic().isReadByTftp("images/demo/1.0" + file)).as(file).isTrue();
    }
    return started;
  }

  private static String awaitLine(Guest board, String text) {
    return board
        .console()
        .await(Pattern.compile(".*" + Pattern.quote(text) + ".*"), BootCell.LIMIT)
        .orElseThrow(() -> new AssertionError("the board ended:\n" + board.console().tail()))
        .group();
  }

  /** What QEMU calls the key for a character. */
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
