package org.pairboot.it.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.it.firmware.ScenarioSteps.boot;
import static org.pairboot.it.firmware.ScenarioSteps.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.pairboot.it.firmware.Scenario.RunKind;
import org.pairboot.it.firmware.image.DataDirectories;
import org.pairboot.it.firmware.image.GeneratedImage;
import org.pairboot.it.firmware.machine.LabNetwork;
import org.pairboot.it.firmware.machine.Laboratory;
import org.pairboot.it.firmware.machine.NamespaceProcess;
import org.pairboot.it.firmware.machine.SimulatedMachines;
import org.pairboot.it.guest.Guest;

/**
 * Power returns to a machine room: a few guests and many simulated machines boot within the same
 * minute.
 *
 * @param maxGuests fewer start where memory is short
 * @param simulated machines, each of which reads the initramfs
 */
record BootStorm(int maxGuests, int simulated) implements Scenario.Script {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  /** In MiB, for each guest; PXELINUX, a small kernel and a small root file system fit. */
  private static final int MEMORY = 384;

  /** In MiB, for Pairboot, the simulated machines and everything else on this machine. */
  private static final long RESERVED_MEMORY = 3072;

  static Stream<Scenario> scenarios() {
    return Stream.of(
        new BootStorm(1, 100).scenario(RunKind.EVERY_RUN),
        new BootStorm(12, 500).scenario(RunKind.FULL_RUN));
  }

  private Scenario scenario(RunKind runKind) {
    return new Scenario(
        "storm/" + simulated,
        runKind,
        (maxGuests == 1 ? "1 guest and " : "up to " + maxGuests + " guests and ")
            + simulated
            + " simulated machines boot at the same time",
        this);
  }

  @Override
  public String play(Laboratory laboratory, DataDirectories images) {
    serve(laboratory, images.shared(GeneratedImage.PLAIN), "appended");
    List<Guest> guests =
        Stream.generate(() -> boot(laboratory, BootLoader.PXELINUX, MEMORY))
            .limit(guestCount())
            .toList();
    laboratory
        .traffic()
        .await("the kernel is being read", LIMIT, traffic -> traffic.bytesOf("kernel") > 0);
    Path log = laboratory.directory().resolve("machines.log");
    NamespaceProcess machines = laboratory.startMachines(command(), log);
    assertThat(machines.awaitExitCode(LIMIT))
        .as("simulated machines, log %s: %s", log, text(log))
        .isZero();
    for (Guest guest : guests) {
      assertThat(guest.verdict(LIMIT)).contains("OK version=1.0");
    }
    return guests.size()
        + " guests booted; "
        + text(log).lines().reduce("", (first, second) -> second);
  }

  private int guestCount() {
    return Math.clamp((availableMemory() - RESERVED_MEMORY) / MEMORY, 1, maxGuests);
  }

  /** In MiB, including caches that the kernel would give up. */
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
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        SimulatedMachines.class.getName(),
        LabNetwork.SERVER,
        "images/demo/1.0/initramfs.img",
        String.valueOf(simulated));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
