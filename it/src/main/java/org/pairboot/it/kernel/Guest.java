package org.pairboot.it.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.it.lab.Tools;

/**
 * A virtual machine on an emulated processor, whose kernel and initrd QEMU puts in place. It is to
 * power itself off; a kernel panic ends it too. Closing it kills it.
 */
public final class Guest implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final Process qemu;
  private final Path console;

  private Guest(Process qemu, Path console) {
    this.qemu = qemu;
    this.console = console;
  }

  /** Needs QEMU. */
  public static void need() {
    Tools.need("qemu-system-x86_64", "qemu-system-x86");
  }

  /**
   * Starts a machine.
   *
   * @param console the file for what it says on its serial line
   * @param arguments of the kernel, behind those that bring its messages to the serial line
   * @param hardware further options of QEMU
   */
  public static Guest start(
      Path console, Path kernel, Path initrd, String arguments, List<String> hardware) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "qemu-system-x86_64",
                "-machine",
                "pc,graphics=off",
                "-accel",
                "tcg",
                "-m",
                "768",
                "-nodefaults",
                "-display",
                "none",
                "-no-reboot",
                "-serial",
                "file:" + console,
                "-kernel",
                kernel.toString(),
                "-initrd",
                initrd.toString(),
                "-append",
                ("console=ttyS0 panic=-1 " + arguments).strip()));
    line.addAll(hardware);
    try {
      Files.deleteIfExists(console);
      Files.createFile(console);
      return new Guest(
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()))
              .start(),
          console);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the machine has said. */
  public String console() {
    try {
      return Files.readString(console, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the machine says {@code text}, which it must before it ends. */
  public void awaitSaying(String text) {
    await("guest saying " + text)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !qemu.isAlive() || console().contains(text));
    assertThat(console()).contains(text);
  }

  /** Waits until the machine has switched itself off, and returns all that it said. */
  public String awaitEnd() {
    await("end of the guest, console in " + console)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !qemu.isAlive());
    return console();
  }

  @Override
  public void close() {
    qemu.destroyForcibly().onExit().join();
  }
}
