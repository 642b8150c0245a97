package org.pairboot.it.lab;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Docker engine for one test, independent of any engine that the machine runs. It and all its
 * containers live in a PID namespace, so no process survives it. Images and volumes stay in its
 * directory, where another engine may use them.
 */
public final class DockerEngine implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** The control group of all its containers; other engines use {@code docker}. */
  private static final String GROUP = "pairboot-it-" + ProcessHandle.current().pid();

  /** An address of the engine's host, where published ports can be reached. */
  public static final String HOST_ADDRESS = "192.0.2.1";

  /** The network of an engine's containers. */
  public enum NetworkMode {
    /**
     * This machine's network, with {@code --network host} and without a bridge. For builds, which
     * fetch packages.
     */
    MACHINE,

    /** An isolated network namespace, with bridges and packet filters. */
    OWN
  }

  private final Process process;
  private final Path directory;

  private DockerEngine(Process process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  /** Skips the test without the packages or without root. */
  public static void need() {
    Tools.needRoot("a Docker engine mounts file systems and creates networks");
    Tools.need("dockerd:docker.io", "docker-compose:docker-compose", "unshare:util-linux");
  }

  /**
   * Starts an engine and waits until it answers. If it cannot run here, the test is skipped with
   * the engine's log as the reason: that depends on the kernel, so no package would help.
   */
  public static DockerEngine start(Path directory, NetworkMode network) {
    try {
      Path log = directory.resolve("log-" + network);
      Process process =
          new ProcessBuilder(line(directory, network))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      DockerEngine engine = new DockerEngine(process, directory);
      await("the Docker engine, log: " + log)
          .atMost(LIMIT)
          .until(() -> !process.isAlive() || engine.docker("version").exitCode() == 0);
      if (!process.isAlive()) {
        abort("no Docker engine can run here:\n" + Files.readString(log));
      }
      return engine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> line(Path directory, NetworkMode network) {
    List<String> line = new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork"));
    line.addAll(List.of("--kill-child", "--mount-proc"));
    String dockerd =
        ("exec dockerd --data-root %1$s/data --exec-root %1$s/exec --pidfile %1$s/pid --host %2$s"
                + " --cgroup-parent /%3$s")
            .formatted(directory, socket(directory), GROUP);
    switch (network) {
      case MACHINE ->
          line.addAll(
              List.of(
                  "sh",
                  "-c",
                  dockerd + " --bridge none --iptables=false --ip-forward=false --ip-masq=false"));
      case OWN -> {
        // Only a new /sys shows the network namespace, and it has no control groups yet.
        String prepare =
            """
            set -e
            ip link set lo up
            ip link add eth0 type veth peer name far
            ip address add %s/24 dev eth0
            ip link set eth0 up
            ip link set far up
            mount -t sysfs sysfs /sys
            mount -t cgroup2 none /sys/fs/cgroup
            """
                .formatted(HOST_ADDRESS);
        line.addAll(List.of("--net", "sh", "-c", prepare + dockerd));
      }
    }
    return line;
  }

  private static String socket(Path directory) {
    return "unix://" + directory.resolve("socket");
  }

  /** Runs {@code docker} with these arguments to its end. */
  public Command.Result docker(String... arguments) {
    return with(Stream.concat(Stream.of("docker"), Stream.of(arguments)).toList());
  }

  /** Runs a command that uses this engine, such as {@code docker-compose}. */
  public Command.Result with(List<String> command) {
    List<String> line = new ArrayList<>(List.of("env", "DOCKER_HOST=" + socket(directory)));
    // Debian 12 ships no BuildKit client, only the builder in the engine.
    line.addAll(List.of("DOCKER_BUILDKIT=0", "COMPOSE_DOCKER_CLI_BUILD=0"));
    line.addAll(command);
    return Command.run(line, Duration.ofMinutes(8));
  }

  /** Runs a command in the network of this engine's host. */
  public Command.Result onHost(String... command) {
    List<String> line = new ArrayList<>(List.of("nsenter", "--net", "--target"));
    line.add(Long.toString(process.children().findFirst().orElseThrow().pid()));
    line.addAll(List.of(command));
    return Command.run(line);
  }

  /** Stops the engine and its containers. */
  @Override
  public void close() {
    // unshare does not forward signals.
    process.children().forEach(ProcessHandle::destroy);
    if (!Command.awaitEnd(process, LIMIT)) {
      process.destroyForcibly().onExit().join();
    }
    ControlGroups.remove(GROUP);
  }
}
