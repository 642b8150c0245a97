package org.pairboot.it.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Debian system in systemd-nspawn, with systemd as process 1 and its own network. The root file
 * system is built from packages once and kept for the next run.
 */
public final class SystemdContainer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** The exit code of nspawn after a reboot request. */
  private static final int REBOOT = 133;

  /** The control groups that nspawn creates if it does not run in a unit. */
  private static final List<String> GROUPS = List.of("payload", "supervisor");

  private static final String PACKAGES = "systemd,systemd-sysv,dbus,adduser";

  private final Path root;
  private Process nspawn;
  private long leader;

  private SystemdContainer(Path root) {
    this.root = root;
  }

  /** Skips the test if such a container cannot run. */
  public static void need() {
    Tools.needRoot("to boot a container");
    Tools.need(
        "systemd-nspawn:systemd-container",
        "mmdebstrap:mmdebstrap",
        "nsenter:util-linux",
        "mountpoint:util-linux");
  }

  /**
   * Boots a container and waits until it is up.
   *
   * @param directory for its root file system; must be empty
   */
  public static SystemdContainer boot(Path directory) {
    Path root = directory.resolve("root");
    try {
      Files.createDirectory(root);
      Command.run(List.of("tar", "-C", root.toString(), "-xpf", base().toString())).succeeded();
      makeRuntimeDirectory();
      SystemdContainer container = new SystemdContainer(root);
      container.start();
      return container;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** nspawn keeps the sockets of containers in a tmpfs that systemd mounts on real hosts. */
  private static void makeRuntimeDirectory() throws IOException {
    Path directory = Files.createDirectories(Path.of("/run/systemd/nspawn"));
    if (Command.run(List.of("mountpoint", "-q", directory.toString())).exitCode() != 0) {
      Command.run(List.of("mount", "-t", "tmpfs", "tmpfs", directory.toString())).succeeded();
    }
  }

  private static Path base() {
    Path base = Repository.cache("systemd-base.tar");
    if (!Files.exists(base)) {
      Path half = Repository.cache("systemd-base.half.tar");
      Command.run(
              List.of(
                  "mmdebstrap",
                  "--variant=minbase",
                  "--include=" + PACKAGES,
                  "bookworm",
                  half.toString()),
              Duration.ofMinutes(8))
          .succeeded();
      assertThat(half.toFile().renameTo(base.toFile())).isTrue();
    }
    return base;
  }

  private void start() throws IOException {
    List<String> line =
        List.of(
            "systemd-nspawn",
            "--quiet",
            "--boot",
            "--directory=" + root,
            "--private-network",
            // No systemd runs here that could register it or hold it in a unit.
            "--register=no",
            "--keep-unit",
            "--console=passive");
    nspawn =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(root.resolveSibling("console").toFile())
            .start();
    await("process 1 of the container").atMost(LIMIT).until(() -> processOne().isPresent());
    leader = processOne().orElseThrow();
    await("the container to boot")
        .atMost(LIMIT)
        .until(() ->
            List.of("running", "degraded")
                .contains(run("systemctl", "is-system-running").out().strip()));
  }

  private Optional<Long> processOne() {
    return nspawn.children().map(ProcessHandle::pid).findFirst();
  }

  /** The root directory of the container. */
  public Path root() {
    return root;
  }

  /** Runs a command in the container. */
  public Command.Result run(String... command) {
    return Command.run(line(List.of("--all"), command), LIMIT);
  }

  /** Runs a command of this machine in the container's network. */
  public Command.Result fetch(String... command) {
    return Command.run(line(List.of("--net"), command), LIMIT);
  }

  /** Starts a command of this machine in the container's network. */
  public Process startFetch(String... command) {
    try {
      return new ProcessBuilder(line(List.of("--net"), command))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> line(List<String> namespaces, String... command) {
    List<String> line = new ArrayList<>(List.of("nsenter", "--target", Long.toString(leader)));
    line.addAll(namespaces);
    line.addAll(List.of(command));
    return line;
  }

  /** Reboots it and waits until it is up again. */
  public void reboot() {
    run("systemctl", "reboot");
    // nspawn exits with this code to ask its unit for a restart.
    await("the container to shut down")
        .atMost(LIMIT)
        .until(() -> !nspawn.isAlive() && nspawn.exitValue() == REBOOT);
    try {
      start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> processes =
        Stream.concat(nspawn.children(), Stream.of(nspawn.toHandle())).toList();
    // Without process 1, the kernel kills all others.
    processes.forEach(ProcessHandle::destroyForcibly);
    await().atMost(LIMIT).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    GROUPS.forEach(ControlGroups::remove);
  }
}
