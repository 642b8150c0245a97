package org.pairboot.it.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.it.lab.Cli;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.TestImage;
import org.pairboot.it.lab.Tools;

/** The notifications that systemd receives, on a socket like its own. */
class ServiceManagerIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Prints each datagram as one line; Java has no Unix datagram sockets. */
  private static final String LISTENER =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(sys.argv[1])
      print("listening", flush=True)
      while True:
          print(s.recv(4096).decode().replace("\\n", " "), flush=True)
      """;

  @TempDir private Path directory;

  private final List<Process> processes = new ArrayList<>();
  private Path heard;
  private Path log;

  @BeforeEach
  void listen() throws IOException {
    Tools.need("python3:python3");
    heard = directory.resolve("heard");
    log = directory.resolve("log");
    start(
        new ProcessBuilder("python3", "-c", LISTENER, directory.resolve("notify").toString())
            .redirectOutput(heard.toFile()));
    awaitNotification("listening");
  }

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void notifiesSystemdOfReadinessLifeReloadAndEnd() throws Exception {
    Process server = serve();
    awaitNotification("STATUS=serving; plans and templates have no mistakes");
    awaitNotification("READY=1");
    awaitNotification("WATCHDOG=1");

    signal(server, "HUP");
    awaitNotification("RELOADING=1 MONOTONIC_USEC=");
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(Files.readString(heard).split("READY=1", -1)).hasSize(3));
    assertThat(Files.readString(log)).contains("settings reloaded");

    signal(server, "TERM");
    assertThat(server.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isZero();
    awaitNotification("STOPPING=1");
  }

  @Test
  void reloadsAfterTheStartIfAskedBeforeItIsReady() throws Exception {
    new Cli(directory.resolve("data"))
        .importImage("small", TestImage.write(directory.resolve("image"), "1.0", 100_000));
    Path marker = directory.resolve("data/oci-layout");
    byte[] layout = Files.readAllBytes(marker);
    Files.delete(marker);
    Command.run(List.of("mkfifo", marker.toString())).succeeded();

    Process server = serve();
    // Opening blocks until the server opens the other end, and then holds the server there.
    try (OutputStream held = Files.newOutputStream(marker)) {
      signal(server, "HUP");
      held.write(layout);
    }
    awaitNotification("READY=1");
    awaitNotification("RELOADING=1");
    assertThat(server.isAlive()).isTrue();
  }

  @Test
  void endsWithoutFailureWhenToldToStopBeforeItIsReady() throws Exception {
    new Cli(directory.resolve("data"))
        .importImage("small", TestImage.write(directory.resolve("image"), "1.0", 100_000));
    Path marker = directory.resolve("data/oci-layout");
    Files.delete(marker);
    Command.run(List.of("mkfifo", marker.toString())).succeeded();

    Process server = serve();
    // Opening blocks until the server opens the other end, and then holds the server there.
    OutputStream held = Files.newOutputStream(marker);
    signal(server, "TERM");
    assertThat(server.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    held.close();
    assertThat(server.exitValue()).isZero();
    assertThat(Files.readString(log)).contains("stopped before it was ready");
  }

  @Test
  void waitsForAPortThatIsTaken() throws Exception {
    Process server;
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server = serve("http.listen=127.0.0.1:" + other.getLocalPort());
      awaitNotification("STATUS=waiting: cannot listen on 127.0.0.1:" + other.getLocalPort());
    }
    awaitNotification("READY=1");
    assertThat(server.isAlive()).isTrue();
  }

  /** A frozen journal, or the log driver of a container that hangs. */
  @Test
  void servesWhileNobodyReadsItsLog() throws Exception {
    Tools.need("curl:curl");
    ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    int port = free.getLocalPort();
    free.close();
    Process server =
        start(
            builder("http.listen=127.0.0.1:" + port, "log.level=debug").redirectErrorStream(true));
    awaitNotification("READY=1");

    // Each is a line in the log; a pipe holds some 400 of them.
    Command.run(
            List.of(
                "curl",
                "-sS",
                "--max-time",
                "60",
                "-o",
                "/dev/null",
                "http://127.0.0.1:" + port + "/none/[1-6000]"))
        .succeeded();

    signal(server, "TERM");
    assertThat(server.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isZero();
  }

  private Process serve(String... settings) throws IOException {
    return start(
        builder(settings)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(log.toFile()));
  }

  private ProcessBuilder builder(String... settings) {
    List<String> line = new ArrayList<>(new Cli(directory.resolve("data")).line("serve"));
    line.addAll(List.of("--set", "tftp.listen=127.0.0.1:0", "--set", "http.listen=127.0.0.1:0"));
    Stream.of(settings).forEach(setting -> line.addAll(List.of("--set", setting)));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("NOTIFY_SOCKET", directory.resolve("notify").toString());
    builder.environment().put("WATCHDOG_USEC", "400000");
    return builder;
  }

  private Process start(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static void signal(Process process, String name) {
    Command.run(List.of("kill", "-" + name, String.valueOf(process.pid()))).succeeded();
  }

  private void awaitNotification(String message) {
    await(message).atMost(LIMIT).until(() -> Files.readString(heard).contains(message));
  }
}
