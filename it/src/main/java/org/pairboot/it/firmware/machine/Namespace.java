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
 * Namespaces of network, processes and mounts, apart from those of this machine and of every other
 * laboratory.
 *
 * <p>Process 1 in them is a {@code cat} that reads what this process would write, and this process
 * writes nothing. When this process ends, however suddenly, the pipe closes, {@code cat} ends, and
 * with process 1 the kernel kills all others and takes the network down. So nothing stays behind.
 */
final class Namespace implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final File NOTHING = new File("/dev/null");

  private final Process unshare;
  private final long first;

  private Namespace(Process unshare, long first) {
    this.unshare = unshare;
    this.first = first;
  }

  /**
   * Makes them; needs root.
   *
   * @param log for what goes wrong
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
      // Before it is cat it is a copy of unshare that still has to mount its /proc.
      await("namespaces")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> !unshare.isAlive() || unshare.children().anyMatch(Namespace::isCat));
      assertThat(unshare.isAlive()).as("namespaces can be made, see %s", log).isTrue();
      return new Namespace(unshare, unshare.children().findFirst().orElseThrow().pid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isCat(ProcessHandle process) {
    return process.info().command().filter(path -> path.endsWith("/cat")).isPresent();
  }

  /** Runs a program in them to its end, which must be a success. */
  public Command.Result run(String... command) {
    return Command.run(entering(List.of(command))).succeeded();
  }

  /** Starts a program in them whose output and errors go to a file. */
  public Inhabitant start(List<String> command, Path log) {
    return start(
        new ProcessBuilder(entering(command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile()));
  }

  /** Starts a program in them whose output is to be read, while its errors go to a file. */
  public Inhabitant pipe(List<String> command, Path errors) {
    return start(new ProcessBuilder(entering(command)).redirectError(errors.toFile()));
  }

  private static Inhabitant start(ProcessBuilder builder) {
    try {
      return new Inhabitant(builder.redirectInput(NOTHING).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> entering(List<String> command) {
    List<String> line =
        new ArrayList<>(
            List.of("nsenter", "--target", String.valueOf(first), "--net", "--pid", "--mount"));
    line.add("--");
    line.addAll(command);
    return line;
  }

  /** Connects this network with that of another laboratory by a cable with two ends. */
  void connect(String end, Namespace other, String otherEnd) {
    run("ip", "link", "add", end, "type", "veth", "peer", "name", otherEnd);
    // By the descriptor of the other's network, since its processes have no number in here.
    Command.run(
            List.of(
                "nsenter",
                "--target",
                String.valueOf(first),
                "--net",
                "--",
                "ip",
                "link",
                "set",
                otherEnd,
                "netns",
                String.valueOf(other.first)))
        .succeeded();
  }

  /** Kills all that runs in them and waits until it is gone. */
  @Override
  public void close() {
    unshare.descendants().forEach(ProcessHandle::destroyForcibly);
    assertThat(Inhabitant.awaitEnd(unshare, LIMIT)).as("the namespaces end").isTrue();
  }
}
