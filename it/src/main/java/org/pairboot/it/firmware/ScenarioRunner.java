package org.pairboot.it.firmware;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.it.firmware.image.DataDirectories;
import org.pairboot.it.firmware.machine.Laboratory;
import org.pairboot.it.firmware.wire.Traffic;
import org.pairboot.it.lab.Command;
import org.pairboot.it.lab.Repository;

/**
 * Plays scenarios, each in its own laboratory. The logs of failed ones stay in {@code
 * it/target/firmware/runs}, in a directory named after the ID of this process.
 */
final class ScenarioRunner implements AutoCloseable {
  private static final Path RUNS = Repository.cache("firmware/runs");

  private final Path directory;
  private final boolean keepsLogs;
  private final DataDirectories images;

  /**
   * @param keepsLogs also of successful scenarios
   */
  ScenarioRunner(boolean keepsLogs) {
    this.keepsLogs = keepsLogs;
    deleteOldLogs();
    directory = RUNS.resolve(String.valueOf(ProcessHandle.current().pid()));
    images = new DataDirectories(directory.resolve("images"));
  }

  /** Deletes the logs of processes that have ended, so that only current failures remain. */
  private static void deleteOldLogs() {
    if (!Files.exists(RUNS)) {
      return;
    }
    try (Stream<Path> runs = Files.list(RUNS)) {
      runs.filter(run -> ProcessHandle.of(Long.parseLong(run.getFileName().toString())).isEmpty())
          .forEach(Command::deleteTree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The directory for the logs of a scenario. */
  Path logs(Scenario scenario) {
    return directory.resolve(scenario.name().replace('/', '-'));
  }

  ScenarioResult play(Scenario scenario) {
    Path logs = logs(scenario);
    Command.deleteTree(logs);
    long start = System.nanoTime();
    String verdict = "";
    Optional<Throwable> failure = Optional.empty();
    Traffic traffic = new Traffic();
    try (Laboratory laboratory = Laboratory.open(logs)) {
      traffic = laboratory.traffic();
      verdict = scenario.script().play(laboratory, images);
    } catch (RuntimeException | AssertionError e) {
      failure = Optional.of(e);
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    if (failure.isEmpty() && !keepsLogs) {
      Command.deleteTree(logs);
    }
    return new ScenarioResult(scenario, verdict, failure, duration, traffic);
  }

  @Override
  public void close() {
    Command.deleteTree(directory.resolve("images"));
  }
}
