package org.pairboot.it.guest;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.pairboot.it.lab.Tools;

/** A virtual machine on an emulated processor. Closing it kills it. */
public final class Guest implements AutoCloseable {
  /** What the generated test system prints at the end; see {@code packaging/demo/guest}. */
  private static final Pattern VERDICT = Pattern.compile("PAIRBOOT-DEMO: (OK|FAIL)\\b.*");

  /** The emulator of 64-bit PCs. */
  public static final String PC = "qemu-system-x86_64";

  private static final Duration LIMIT = Duration.ofMinutes(6);

  /** After this time without an effect, a key counts as lost. */
  private static final Duration REPEAT = Duration.ofSeconds(5);

  /** In MiB; enough for a kernel with a small root file system. */
  private static final int KERNEL_MEMORY = 768;

  private final GuestConsole console;
  private final Path monitor;
  private final Runnable kill;

  private Guest(GuestConsole console, Path monitor, Runnable kill) {
    this.console = console;
    this.monitor = monitor;
    this.kill = kill;
  }

  /** Starts the QEMU process, in a network namespace for example. */
  @FunctionalInterface
  public interface Launcher {
    /** Starts a command whose standard error goes to a file. */
    Qemu start(List<String> command, Path errors);
  }

  /**
   * A running QEMU process.
   *
   * @param serial its standard output, which is the guest's serial line
   * @param kill ends the process and waits until it is gone
   */
  public record Qemu(InputStream serial, Runnable kill) {}

  /** Skips the test unless QEMU is installed. */
  public static void need() {
    Tools.need("qemu-system-x86_64:qemu-system-x86");
  }

  /**
   * Powers on a guest.
   *
   * @param directory for its logs and its monitor socket; is created
   * @param emulator QEMU's program for the architecture
   * @param memory in MiB
   * @param hardware QEMU options for the machine, its firmware and its devices
   */
  public static Guest start(
      Launcher launcher, Path directory, String emulator, int memory, List<String> hardware) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path monitor = directory.resolve("monitor");
    List<String> command =
        new ArrayList<>(
            List.of(
                emulator,
                "-accel",
                "tcg",
                "-m",
                String.valueOf(memory),
                "-nodefaults",
                "-display",
                "none",
                "-serial",
                "stdio",
                "-monitor",
                "unix:" + monitor + ",server=on,wait=off"));
    command.addAll(hardware);
    Qemu qemu = launcher.start(command, directory.resolve("qemu.log"));
    GuestConsole console = GuestConsole.follow(qemu.serial(), directory.resolve("console.log"));
    return new Guest(console, monitor, qemu.kill());
  }

  /**
   * Starts a kernel without any firmware. The guest must power itself off; a kernel panic ends it
   * too.
   *
   * @param directory for its logs; is created
   * @param arguments for the kernel, after those that print its messages on the serial line
   * @param hardware further QEMU options
   */
  public static Guest bootKernel(
      Path directory, Path kernel, Path initrd, String arguments, List<String> hardware) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-machine",
                "pc,graphics=off",
                "-no-reboot",
                "-kernel",
                kernel.toString(),
                "-initrd",
                initrd.toString(),
                "-append",
                ("console=ttyS0 panic=-1 " + arguments).strip()));
    options.addAll(hardware);
    return start(Guest::startDirectly, directory, PC, KERNEL_MEMORY, options);
  }

  private static Qemu startDirectly(List<String> command, Path errors) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(new File("/dev/null"))
              .redirectError(errors.toFile())
              .start();
      return new Qemu(process.getInputStream(), () -> process.destroyForcibly().onExit().join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public GuestConsole console() {
    return console;
  }

  /**
   * Waits until the guest prints a text.
   *
   * @throws AssertionError if it ends first
   */
  public void awaitText(String text) {
    console.awaitOnScreen(Pattern.compile(Pattern.quote(text)), LIMIT);
  }

  /**
   * Waits for the verdict of the generated test system.
   *
   * @throws AssertionError if there is none within the limit, or if the guest ends first
   */
  public String verdict(Duration limit) {
    return console.await(VERDICT, limit).group();
  }

  /** Waits until the guest has ended; returns everything that it printed. */
  public String awaitEnd() {
    console.awaitEnd(LIMIT);
    return console.text();
  }

  /** Presses the reset button. */
  public void reset() {
    sendToMonitor("system_reset");
  }

  /**
   * Presses keys, one after the other.
   *
   * @param keys in QEMU's names, such as {@code a}, {@code ret} and {@code esc}
   */
  public void press(String... keys) {
    for (String key : keys) {
      sendToMonitor("sendkey " + key);
    }
  }

  /**
   * Presses a key until the guest prints a text once more. A menu that is still being drawn loses
   * keys, so the key must be one that does no harm when it is pressed twice.
   *
   * @throws AssertionError if nothing changes within the limit, or if the guest ends first
   */
  public void pressUntilShownAgain(String key, String text) {
    long wanted = console.count(text) + 1;
    for (Duration waited = Duration.ZERO; waited.compareTo(LIMIT) < 0; ) {
      press(key);
      if (console.awaitCount(text, wanted, REPEAT)) {
        return;
      }
      waited = waited.plus(REPEAT);
    }
    throw new AssertionError(
        "'%s' did not move the menu to '%s'; the console ends with:%n%s"
            .formatted(key, text, console.tail()));
  }

  private void sendToMonitor(String command) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(monitor));
      channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
      // The monitor echoes the command once it has read it; closing earlier would lose the command.
      ByteBuffer answer = ByteBuffer.allocate(4096);
      StringBuilder text = new StringBuilder();
      while (text.indexOf(command) < 0 || !text.toString().endsWith("(qemu) ")) {
        if (channel.read(answer.clear()) < 0) {
          throw new AssertionError("QEMU closed its monitor");
        }
        text.append(StandardCharsets.US_ASCII.decode(answer.flip()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill.run();
  }
}
