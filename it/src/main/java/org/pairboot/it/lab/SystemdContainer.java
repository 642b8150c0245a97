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
 * A Debian that is booted by systemd as its process 1, by systemd-nspawn, in a network of its own.
 * Made from packages once, and kept for the next run.
 */
public final class SystemdContainer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int REBOOT = 133;

  /** The control groups that nspawn makes where it is in no unit. */
  private static final List<String> GROUPS = List.of("payload", "supervisor");

  private static final String PACKAGES = "systemd,systemd-sysv,dbus,adduser";

  private final Path root;
  private Process nspawn;
  private long leader;

  private SystemdContainer(Path root) {
    this.root = root;
  }

  /** Ends the test where such a container cannot be. */
  public static void need() {
    Tools.needRoot("boots a container");
    Tools.need(
        "systemd-nspawn:systemd-container",
        "mmdebstrap:mmdebstrap",
        "nsenter:util-linux",
        "mountpoint:util-linux");
  }

  /**
   * Boots one and awaits the end of its start.
   *
   * @param directory an empty one, for its root file system
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

  /** nspawn keeps the sockets of containers in a file system of its own, which systemd makes. */
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
            // There is no systemd that it could be registered with, or whose unit it could be.
            "--register=no",
            "--keep-unit",
            "--console=passive");
    nspawn =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(root.resolveSibling("console").toFile())
            .start();
    await("process 1").atMost(LIMIT).until(() -> processOne().isPresent());
    leader = processOne().orElseThrow();
    await("the end of the boot")
        .atMost(LIMIT)
        .until(() ->
            List.of("running", "degraded")
                .contains(run("systemctl", "is-system-running").out().strip()));
  }

  private Optional<Long> processOne() {
    return nspawn.children().map(ProcessHandle::pid).findFirst();
  }

  /** The file system as the container sees it. */
  public Path root() {
    return root;
  }

  /** Runs a command in the container to its end. */
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

  /** Boots it again, and awaits that. */
  public void reboot() {
    run("systemctl", "reboot");
    // With its exit code nspawn asks the unit that it thinks to be in for another start.
    await("the end of the system")
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
    // Its process 1 takes all the others with it.
    processes.forEach(ProcessHandle::destroyForcibly);
    await().atMost(LIMIT).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    GROUPS.forEach(ControlGroups::remove);
  }
}
