package org.pairboot.it.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.docs.DocumentPages;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.Repository;
import org.pairboot.it.lab.Tools;

/** {@code it/lab} as people use it, also twice at the same time with one run interrupted. */
class LabCommandIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String LAB = Repository.root().resolve("it/lab").toString();
  private static final String SCENARIO = "pxelinux/appended";

  @TempDir private Path directory;

  @BeforeEach
  void needRoot() {
    Tools.needRoot("QEMU's network card needs /dev/net/tun and a network namespace");
    Tools.need("setsid:util-linux", "qemu-system-x86_64:qemu-system-x86");
  }

  @Test
  void listsTheScenarios() {
    assertThat(Command.run(List.of(LAB, "list")).succeeded().out())
        .contains(SCENARIO, "every run", "impossible: ");
  }

  /** What they boot, FirmwareIT boots in every run. */
  @Test
  @EnabledIfSystemProperty(named = "pairboot.it.full", matches = "true")
  void runsTheCommandsOfItsPage() {
    for (String script :
        DocumentPages.scriptsFor(LabCommandIT.class, "packaging/docs/boot-lab.md")) {
      String inTheClone = "cd '" + Repository.root() + "'\n" + script;
      assertThat(
              Command.run(List.of("bash", "-euo", "pipefail", "-c", inTheClone), LIMIT)
                  .succeeded()
                  .out())
          .contains("OK version=1.0 rootfs=appended", "OK version=1.0 rootfs=fetched");
    }
  }

  @Test
  void rejectsAnUnknownScenario() {
    assertThat(Command.run(List.of(LAB, "boot", "nonsense")).exited(2).err())
        .contains("unknown scenario 'nonsense'", "it/lab list");
  }

  @Test
  void cleansUpAfterAnInterruptWithoutDisturbingAnotherRun() throws IOException {
    Path log = directory.resolve("interrupted.log");
    Path otherLog = directory.resolve("other.log");
    Process interrupted = boot(log);
    Process other = boot(otherLog);
    await("a guest runs")
        .atMost(LIMIT)
        .until(() ->
            interrupted.descendants().anyMatch(LabCommandIT::isQemu) || !interrupted.isAlive());
    List<ProcessHandle> inside = interrupted.descendants().toList();
    assertThat(inside).as("%s", text(log)).anyMatch(LabCommandIT::isQemu);

    // To the whole group, as the terminal does.
    Command.run(List.of("kill", "-INT", "--", "-" + interrupted.pid())).succeeded();

    await("all of it is gone")
        .atMost(LIMIT)
        .until(() -> !interrupted.isAlive() && inside.stream().noneMatch(ProcessHandle::isAlive));
    await("the other one ends").atMost(LIMIT).until(() -> !other.isAlive());
    assertThat(other.exitValue()).as("%s", text(otherLog)).isZero();
    assertThat(text(otherLog)).contains("OK version=1.0 rootfs=appended");
  }

  /** A background job of a shell ignores interrupts, and so does what it starts. */
  private static Process boot(Path log) throws IOException {
    return new ProcessBuilder("setsid", "env", "--default-signal=INT", LAB, "boot", SCENARIO)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static boolean isQemu(ProcessHandle process) {
    return process.info().command().filter(path -> path.contains("qemu")).isPresent();
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
