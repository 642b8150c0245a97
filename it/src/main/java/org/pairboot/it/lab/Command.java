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

/** Runs a program to its end and keeps what it said. */
public final class Command {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final File NOTHING = new File("/dev/null");

  private Command() {}

  /**
   * What a program left behind.
   *
   * @param exitCode as the shell has it: 128 plus the signal's number when a signal ended it
   * @param out standard output, decoded as UTF-8
   * @param err standard error, decoded as UTF-8
   */
  public record Result(List<String> command, int exitCode, String out, String err) {

    /** Asserts exit code 0, and shows all of the rest when it is another. */
    public Result succeeded() {
      return exited(0);
    }

    /** Asserts this exit code, and shows all of the rest when it is another. */
    public Result exited(int expected) {
      assertThat(exitCode)
          .as("exit code of %s%nout: %s%nerr: %s", String.join(" ", command), out, err)
          .isEqualTo(expected);
      return this;
    }
  }

  /** Runs a program with nothing to read, within a limit that only a hanging one reaches. */
  public static Result run(List<String> command) {
    return run(command, LIMIT);
  }

  /**
   * Runs a program with nothing to read. Its output goes to files meanwhile, so that no amount of
   * it blocks the program.
   *
   * @throws AssertionError when it runs longer than the limit; it is killed then
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

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  static boolean awaitEnd(Process process, Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
