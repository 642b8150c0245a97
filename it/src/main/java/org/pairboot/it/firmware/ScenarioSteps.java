package org.pairboot.it.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.pairboot.it.firmware.machine.LabServer;
import org.pairboot.it.firmware.machine.Laboratory;
import org.pairboot.it.guest.Guest;

/** Steps that several scenarios share. */
final class ScenarioSteps {
  /** An emulated processor takes minutes for a boot. */
  static final Duration LIMIT = Duration.ofMinutes(8);

  static final String KERNEL_ARGUMENTS = "console=ttyS0 panic=-1";

  /** In MiB; enough for firmware and a small system: packed, unpacked and cached. */
  static final int MEMORY = 768;

  private ScenarioSteps() {}

  /** Starts Pairboot with a boot method, the usual kernel arguments and more settings. */
  static LabServer serve(Laboratory laboratory, Path dataDir, String method, String... more) {
    List<String> settings = new ArrayList<>(List.of(more));
    settings.add("boot.method=" + method);
    settings.add("boot.kernel-arguments=" + KERNEL_ARGUMENTS);
    return laboratory.serve(dataDir, settings);
  }

  /** Powers on a guest that boots with a loader. */
  static Guest boot(Laboratory laboratory, BootLoader loader) {
    return boot(laboratory, loader, MEMORY);
  }

  static Guest boot(Laboratory laboratory, BootLoader loader, int memory) {
    laboratory.announce(loader.files());
    return laboratory.boot(loader.firmware(), memory);
  }

  /** Asserts that the generated system boots with an appended rootfs; returns the verdict. */
  static String booted(Guest guest, String version, Duration limit) {
    String verdict = guest.verdict(limit);
    assertThat(verdict).contains("OK version=" + version + " rootfs=appended");
    return verdict;
  }

  /** Waits until the screen shows a pattern. */
  static String shows(Guest guest, String pattern) {
    return "screen: " + guest.console().awaitOnScreen(Pattern.compile(pattern), LIMIT).group();
  }

  /** The command line of the generated system's kernel. */
  static String commandLine(Guest guest) {
    Pattern line = Pattern.compile("PAIRBOOT-DEMO: command line (.*)");
    return guest.console().await(line, LIMIT).group(1);
  }

  /** The MAC address of a guest as loaders write it in names and for the kernel. */
  static String macWithDashes(int guest) {
    return Laboratory.mac(guest).replace(':', '-');
  }

  /** The setting for a directory of plans. */
  static String plans(Path directory) {
    return "boot.plans=[\"" + directory + "\"]";
  }

  /** Writes a file and creates its directory. */
  static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
