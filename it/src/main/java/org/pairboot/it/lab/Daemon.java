package org.pairboot.it.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A server program that runs until it is closed. */
final class Daemon implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(60);

  private final Process process;

  private Daemon(Process process) {
    this.process = process;
  }

  /** A port that is free at the moment. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a program and waits until it listens on a loopback port. */
  static Daemon start(List<String> line, int port, Path output) {
    return start(line, () -> isListening(port), output);
  }

  /** Starts a program and waits until it is {@code ready}. */
  static Daemon start(List<String> line, BooleanSupplier ready, Path output) {
    try {
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      await(line.getFirst() + ", see " + output)
          .atMost(LIMIT)
          .until(() -> !process.isAlive() || ready.getAsBoolean());
      assertThat(process.isAlive()).as("%s runs, see %s", line.getFirst(), output).isTrue();
      return new Daemon(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a program listens on a loopback port. */
  static boolean isListening(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Kills the processes that serve its clients, but not the daemon itself. */
  void killChildren() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    killChildren();
    process.destroy();
    process.onExit().join();
  }
}
