package org.pairboot.it.firmware;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.it.firmware.image.Directories;
import org.pairboot.it.firmware.image.Shelf;
import org.pairboot.it.firmware.machine.Laboratory;
import org.pairboot.it.firmware.wire.Traffic;
import org.pairboot.it.lab.Repository;

/**
 * Plays scenarios, each in a laboratory of its own. Logs of those that fail stay in {@code
 * it/target/firmware/runs}, in a directory with the number of this process.
 */
final class Runner implements AutoCloseable {
  private static final Path RUNS = Repository.cache("firmware/runs");

  private final Path directory;
  private final boolean keepsLogs;
  private final Shelf shelf;

  /**
   * @param keepsLogs also of scenarios that end well
   */
  Runner(boolean keepsLogs) {
    this.keepsLogs = keepsLogs;
    forgetOthers();
    directory = RUNS.resolve(String.valueOf(ProcessHandle.current().pid()));
    shelf = new Shelf(directory.resolve("shelf"));
  }

  /** Of processes that are gone: each run tells of its own failures only. */
  private static void forgetOthers() {
    if (!Files.exists(RUNS)) {
      return;
    }
    try (Stream<Path> runs = Files.list(RUNS)) {
      runs.filter(run -> ProcessHandle.of(Long.parseLong(run.getFileName().toString())).isEmpty())
          .forEach(Directories::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the logs of a scenario are. */
  Path logs(Scenario scenario) {
    return directory.resolve(scenario.name().replace('/', '-'));
  }

  Result play(Scenario scenario) {
    Path logs = logs(scenario);
    Directories.delete(logs);
    long start = System.nanoTime();
    String verdict = "";
    Optional<Throwable> failure = Optional.empty();
    Traffic traffic = new Traffic();
    try (Laboratory laboratory = Laboratory.open(logs)) {
      traffic = laboratory.traffic();
      verdict = scenario.play().in(laboratory, shelf);
    } catch (RuntimeException | AssertionError e) {
      failure = Optional.of(e);
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    if (failure.isEmpty() && !keepsLogs) {
      Directories.delete(logs);
    }
    return new Result(scenario, verdict, failure, duration, traffic);
  }

  @Override
  public void close() {
    Directories.delete(directory.resolve("shelf"));
  }
}
