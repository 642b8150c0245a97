package org.pairboot.it.firmware.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.it.lab.Command;

/**
 * A network, PID and mount namespace, separate from those of the host and of every other
 * laboratory.
 *
 * <p>Process 1 in it is a {@code cat} that reads from this process, and this process writes
 * nothing. When this process ends, however suddenly, the pipe closes and {@code cat} ends. Without
 * process 1 the kernel kills all other processes and removes the network, so nothing is left over.
 */
final class Namespace implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final File NOTHING = new File("/dev/null");

  private final Process unshare;
  private final long init;

  private Namespace(Process unshare, long init) {
    this.unshare = unshare;
    this.init = init;
  }

  /**
   * Creates it; needs root.
   *
   * @param log for error messages
   */
  public static Namespace create(Path log) {
    try {
      Process unshare =
          new ProcessBuilder(
                  "unshare",
                  "--net",
                  "--mount",
                  "--pid",
                  "--fork",
                  "--kill-child",
                  "--mount-proc",
                  "cat")
              .redirectOutput(Redirect.DISCARD)
              .redirectError(log.toFile())
              .start();
      // Until it is cat, process 1 is a copy of unshare that has not mounted /proc yet.
      await("the namespaces")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> !unshare.isAlive() || unshare.children().anyMatch(Namespace::isCat));
      assertThat(unshare.isAlive()).as("namespaces created, log: %s", log).isTrue();
      return new Namespace(unshare, unshare.children().findFirst().orElseThrow().pid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isCat(ProcessHandle process) {
    return process.info().command().filter(path -> path.endsWith("/cat")).isPresent();
  }

  /** Runs a program in it, which must succeed. */
  public Command.Result run(String... command) {
    return Command.run(entering(List.of(command))).succeeded();
  }

  /** Starts a program in it; its output and errors go to a file. */
  public NamespaceProcess start(List<String> command, Path log) {
    return start(
        new ProcessBuilder(entering(command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile()));
  }

  /** Starts a program in it; its output can be read, and its errors go to a file. */
  public NamespaceProcess pipe(List<String> command, Path errors) {
    return start(new ProcessBuilder(entering(command)).redirectError(errors.toFile()));
  }

  private static NamespaceProcess start(ProcessBuilder builder) {
    try {
      return new NamespaceProcess(builder.redirectInput(NOTHING).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> entering(List<String> command) {
    List<String> line =
        new ArrayList<>(
            List.of("nsenter", "--target", String.valueOf(init), "--net", "--pid", "--mount"));
    line.add("--");
    line.addAll(command);
    return line;
  }

  /** Connects this network to another one with a veth pair. */
  void connect(String end, Namespace other, String otherEnd) {
    run("ip", "link", "add", end, "type", "veth", "peer", "name", otherEnd);
    // Without --pid, since the other namespace's processes have no number in this one.
    Command.run(
            List.of(
                "nsenter",
                "--target",
                String.valueOf(init),
                "--net",
                "--",
                "ip",
                "link",
                "set",
                otherEnd,
                "netns",
                String.valueOf(other.init)))
        .succeeded();
  }

  /** Kills everything that runs in it and waits until it is gone. */
  @Override
  public void close() {
    unshare.descendants().forEach(ProcessHandle::destroyForcibly);
    assertThat(Command.awaitEnd(unshare, LIMIT)).as("namespaces ended").isTrue();
  }
}
