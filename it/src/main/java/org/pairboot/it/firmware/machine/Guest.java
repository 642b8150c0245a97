package org.pairboot.it.firmware.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A virtual machine with one network card, which boots from it and from nothing else. */
public final class Guest {
  /** What the guest's own system says at the end; see {@code packaging/demo/guest}. */
  private static final Pattern VERDICT = Pattern.compile("PAIRBOOT-DEMO: (OK|FAIL)\\b.*");

  private final Console console;
  private final Path monitor;

  private Guest(Console console, Path monitor) {
    this.console = console;
    this.monitor = monitor;
  }

  /**
   * Switches one on.
   *
   * @param directory its own, for its logs and what its firmware writes
   * @param memory in MiB
   * @param number of the guest in its network, which makes its MAC address
   */
  static Guest start(
      Namespace namespace, Path directory, Firmware firmware, int memory, String tap, int number) {
    Path monitor = directory.resolve("monitor");
    List<String> command =
        new ArrayList<>(
            List.of(
                "qemu-system-x86_64",
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
                "unix:" + monitor + ",server=on,wait=off",
                "-netdev",
                "tap,id=n0,script=no,downscript=no,ifname=" + tap,
                "-device",
                firmware.card("netdev=n0,bootindex=1,mac=" + mac(number))));
    command.addAll(firmware.options(directory));
    Inhabitant qemu = namespace.pipe(command, directory.resolve("qemu.log"));
    return new Guest(Console.follow(qemu.output(), directory.resolve("console.log")), monitor);
  }

  /** The MAC address of a guest. */
  public static String mac(int number) {
    return String.format("52:54:00:70:%02x:%02x", number >> 8, number & 0xFF);
  }

  public Console console() {
    return console;
  }

  /**
   * Waits for what the guest's system says of itself.
   *
   * @throws AssertionError when it says nothing in time, or ends before
   */
  public String verdict(Duration limit) {
    return console
        .await(VERDICT, limit)
        .map(verdict -> verdict.group())
        .orElseThrow(
            () -> new AssertionError("the guest ended without a verdict:\n" + console.tail()));
  }

  /** Presses the reset button. */
  public void reset() {
    tell("system_reset");
  }

  /**
   * Presses keys, one after the other.
   *
   * @param keys as QEMU calls them, such as {@code a}, {@code ret} and {@code esc}
   */
  public void press(String... keys) {
    for (String key : keys) {
      tell("sendkey " + key);
    }
  }

  private void tell(String command) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(monitor));
      channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
      // The monitor echoes the command when it has read it, and closing before that would lose it.
      ByteBuffer answer = ByteBuffer.allocate(4096);
      StringBuilder text = new StringBuilder();
      while (text.indexOf(command) < 0 || !text.toString().endsWith("(qemu) ")) {
        if (channel.read(answer.clear()) < 0) {
          throw new AssertionError("QEMU's monitor has closed");
        }
        text.append(StandardCharsets.US_ASCII.decode(answer.flip()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
