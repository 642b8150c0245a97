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
 * @param mostGuests real ones, of which there are fewer where memory is short
 * @param simulated others, each of which reads the initramfs
 */
record Storm(int mostGuests, int simulated) implements Play {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  /** In MiB; PXELINUX, a small kernel and a small root file system fit in. */
  private static final int MEMORY = 384;

  /** In MiB, for the appliance, the crowd and whatever else runs on this machine. */
  private static final long MEMORY_OF_OTHERS = 3072;

  static Stream<Scenario> scenarios() {
    return Stream.of(
        new Storm(1, 100).scenario(Extent.EVERY_RUN), new Storm(12, 500).scenario(Extent.FULL_RUN));
  }

  private Scenario scenario(Extent extent) {
    return new Scenario(
        "storm/" + simulated,
        extent,
        (mostGuests == 1 ? "1 guest and " : "up to " + mostGuests + " guests and ")
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
        Stream.generate(() -> laboratory.boot(Loader.PXELINUX.firmware(), MEMORY))
            .limit(guests())
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
    return machines.size()
        + " guests have booted; "
        + text(log).lines().reduce("", (first, second) -> second);
  }

  private int guests() {
    return Math.clamp((availableMemory() - MEMORY_OF_OTHERS) / MEMORY, 1, mostGuests);
  }

  /** In MiB, with what the kernel keeps in caches and would give. */
  private static long availableMemory() {
    return text(Path.of("/proc/meminfo"))
            .lines()
            .filter(line -> line.startsWith("MemAvailable:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow()
        / 1024;
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
