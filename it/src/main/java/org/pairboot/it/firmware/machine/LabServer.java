package org.pairboot.it.firmware.machine;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.it.lab.Cli;

/** {@code pairboot serve} of the distribution, on the ports that firmware uses. */
public final class LabServer {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String READY = "ready tftp=";

  private final NamespaceProcess process;
  private final Path log;

  private LabServer(NamespaceProcess process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param settings each {@code key=value}
   */
  static LabServer start(Namespace namespace, Path dataDir, List<String> settings, Path log) {
    List<String> command = new ArrayList<>(new Cli(dataDir).line("serve"));
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    LabServer server = new LabServer(namespace.start(command, log), log);
    await("ready line of the server")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !server.process.isAlive() || server.log().contains(READY));
    if (!server.process.isAlive()) {
      throw new AssertionError("the server did not start: " + server.log());
    }
    return server;
  }

  /** Its standard output and log so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it, like a power cut. */
  public void kill() {
    process.kill();
  }

  /** Stops it with SIGTERM, as an administrator would; returns its exit code. */
  public int stop() {
    process.terminate(LIMIT);
    return process.exitCode();
  }
}
