package org.pairboot.it.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running {@code pairboot serve} on free loopback ports. Closing it sends SIGTERM and asserts
 * exit code 0.
 */
public final class PairbootServer implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile(
          "^ready tftp=[0-9.]+:(\\d+) http=[0-9.]+:(\\d+)" + "(?: https=[0-9.]+:(\\d+))?$",
          Pattern.MULTILINE);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;
  private final int tftpPort;
  private final int httpPort;
  private final OptionalInt httpsPort;

  private PairbootServer(
      Process process, Path log, int tftpPort, int httpPort, OptionalInt httpsPort) {
    this.process = process;
    this.log = log;
    this.tftpPort = tftpPort;
    this.httpPort = httpPort;
    this.httpsPort = httpsPort;
  }

  /**
   * Starts the server and waits until it is ready.
   *
   * @param settings more settings, each {@code key=value}
   */
  public static PairbootServer serve(Path dataDir, String... settings) {
    return serve(new Cli(dataDir), settings);
  }

  /** The same, started the way {@code cli} starts its commands. */
  public static PairbootServer serve(Cli cli, String... settings) {
    try {
      Path logs = Files.createTempDirectory("pairboot-it-serve");
      Path out = logs.resolve("out");
      Path log = logs.resolve("log");
      Process process =
          new ProcessBuilder(commandLine(cli, settings))
              .redirectOutput(out.toFile())
              .redirectError(log.toFile())
              .start();
      await("the ready line of the server, log: " + log)
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !process.isAlive() || ready(out).isPresent());
      Matcher ready =
          ready(out)
              .orElseThrow(() -> new AssertionError("the server did not start: " + read(log)));
      return new PairbootServer(
          process,
          log,
          Integer.parseInt(ready.group(1)),
          Integer.parseInt(ready.group(2)),
          ready.group(3) == null
              ? OptionalInt.empty()
              : OptionalInt.of(Integer.parseInt(ready.group(3))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> commandLine(Cli cli, String... settings) {
    List<String> line = new ArrayList<>(cli.line("serve"));
    for (String setting : List.of("tftp.listen=127.0.0.1:0", "http.listen=127.0.0.1:0")) {
      line.addAll(List.of("--set", setting));
    }
    for (String setting : settings) {
      line.addAll(List.of("--set", setting));
    }
    return line;
  }

  private static Optional<Matcher> ready(Path out) {
    return Optional.of(READY.matcher(read(out))).filter(Matcher::find);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The UDP port that receives read requests. */
  public int tftpPort() {
    return tftpPort;
  }

  /** The TCP port of the boot plane's HTTP server. */
  public int httpPort() {
    return httpPort;
  }

  /** The HTTP URL of a name, which has no leading slash. */
  public URI http(String name) {
    return URI.create("http://127.0.0.1:" + httpPort + "/" + name);
  }

  /** The same over HTTPS, which the settings must have enabled. */
  public URI https(String name) {
    return URI.create("https://127.0.0.1:" + httpsPort.orElseThrow() + "/" + name);
  }

  /** The server's process. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** The log of the server so far. */
  public String log() {
    return read(log);
  }

  /** Sends SIGTERM and returns at once. */
  public void terminate() {
    process.destroy();
  }

  /** Whether the process is still running. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Asserts that the server ends with exit code 0. */
  public void awaitEnd() {
    boolean ended = Command.awaitEnd(process, LIMIT);
    if (!ended) {
      process.destroyForcibly().onExit().join();
    }
    assertThat(ended).as("ended within %s, log: %s", LIMIT, log()).isTrue();
    assertThat(process.exitValue()).as("exit code, log: %s", log()).isZero();
  }

  @Override
  public void close() {
    terminate();
    awaitEnd();
    deleteLogs();
  }

  private void deleteLogs() {
    try {
      Files.deleteIfExists(log);
      Files.deleteIfExists(log.resolveSibling("out"));
      Files.deleteIfExists(log.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
