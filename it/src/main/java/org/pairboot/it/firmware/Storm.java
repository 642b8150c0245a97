package org.pairboot.it.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.pairboot.it.firmware.Scenario.Extent;
import org.pairboot.it.firmware.crowd.Crowd;
import org.pairboot.it.firmware.image.LiveImage;
import org.pairboot.it.firmware.image.Shelf;
import org.pairboot.it.firmware.machine.Guest;
import org.pairboot.it.firmware.machine.Inhabitant;
import org.pairboot.it.firmware.machine.Laboratory;
import org.pairboot.it.firmware.machine.Wire;

/**
 * Power comes back to a hall: a few real machines and many simulated ones ask within the same
 * minute.
 *
 * @param guests real ones
 * @param simulated others, each of which reads the initramfs
 */
record Storm(int guests, int simulated) implements Play {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  static Stream<Scenario> scenarios() {
    return Stream.of(
        new Storm(1, 100).scenario(Extent.EVERY_RUN), new Storm(4, 500).scenario(Extent.FULL_RUN));
  }

  private Scenario scenario(Extent extent) {
    return new Scenario(
        "storm/" + simulated,
        extent,
        guests
            + (guests == 1 ? " guest and " : " guests and ")
            + simulated
            + " simulated machines boot at the same time",
        this);
  }

  @Override
  public String in(Laboratory laboratory, Shelf shelf) {
    laboratory.serve(
        shelf.with(LiveImage.PLAIN),
        List.of("boot.method=appended", "boot.kernel-arguments=" + BootCell.ARGUMENTS));
    laboratory.tell(Loader.PXELINUX.files());
    List<Guest> machines =
        Stream.generate(() -> laboratory.boot(Loader.PXELINUX.firmware(), BootCell.MEMORY))
            .limit(guests)
            .toList();
    laboratory
        .traffic()
        .await("guests read the kernel", LIMIT, traffic -> traffic.bytesOf("kernel") > 0);
    Path log = laboratory.directory().resolve("crowd.log");
    Inhabitant crowd = laboratory.crowd(command(), log);
    assertThat(crowd.awaitExitCode(LIMIT)).as("the crowd, see %s: %s", log, text(log)).isZero();
    for (Guest machine : machines) {
      assertThat(machine.verdict(LIMIT)).contains("OK version=1.0");
    }
    return text(log).lines().reduce("", (first, second) -> second);
  }

  private List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        Crowd.class.getName(),
        Wire.SERVER,
        "images/demo/1.0/initramfs.img",
        String.valueOf(simulated));
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
