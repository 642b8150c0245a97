package org.pairboot.it.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end and keeps its output. */
public final class Command {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final File NOTHING = new File("/dev/null");

  private Command() {}

  /**
   * The exit code and output of a program.
   *
   * @param exitCode as in a shell: 128 plus the signal number if a signal ended the program
   * @param out standard output, decoded as UTF-8
   * @param err standard error, decoded as UTF-8
   */
  public record Result(List<String> command, int exitCode, String out, String err) {

    /** Asserts exit code 0; shows the output otherwise. */
    public Result succeeded() {
      return exited(0);
    }

    /** Asserts this exit code; shows the output otherwise. */
    public Result exited(int expected) {
      assertThat(exitCode)
          .as("exit code of %s%nout: %s%nerr: %s", String.join(" ", command), out, err)
          .isEqualTo(expected);
      return this;
    }
  }

  /** Runs a program without input, within a limit that only a hanging program reaches. */
  public static Result run(List<String> command) {
    return run(command, LIMIT);
  }

  /**
   * Runs a program without input. Its output goes to files, so that no amount of it blocks the
   * program.
   *
   * @throws AssertionError if it runs longer than the limit; it is killed then
   */
  public static Result run(List<String> command, Duration limit) {
    try {
      Path directory = Files.createTempDirectory("pairboot-it-command");
      try {
        return run(command, limit, directory);
      } finally {
        for (String name : List.of("out", "err")) {
          Files.deleteIfExists(directory.resolve(name));
        }
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Result run(List<String> command, Duration limit, Path directory)
      throws IOException {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(NOTHING)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    boolean ended = awaitEnd(process, limit);
    if (!ended) {
      process.destroyForcibly().onExit().join();
    }
    Result result = new Result(command, process.exitValue(), text(out), text(err));
    assertThat(ended).as("ended within %s: %s", limit, result).isTrue();
    return result;
  }

  /** Deletes a directory with its content, if it exists; other processes may delete it too. */
  public static void deleteTree(Path directory) {
    run(List.of("rm", "-rf", "--", directory.toString())).succeeded();
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** Waits until a process ends; returns false if it still runs after the limit. */
  public static boolean awaitEnd(Process process, Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
