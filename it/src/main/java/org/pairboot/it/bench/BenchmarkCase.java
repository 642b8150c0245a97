package org.pairboot.it.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.pairboot.it.load.LoadPlan;

/**
 * One load to put on every contender.
 *
 * @param file what the clients read; its name is the one on the server
 * @param plan its name is replaced by the contender's for the file
 * @param windowed whether contenders without windowsize are left out
 * @param cut whether the plan's limit ends it, because all of it would take too long
 */
record BenchmarkCase(String title, Path file, LoadPlan plan, boolean windowed, boolean cut) {
  private static final double ONE_PERCENT = 0.01;

  /** Some need minutes for the whole file. */
  private static final Duration LOSSY = Duration.ofSeconds(8);

  /** The files that the cases read, by size in bytes. */
  record Files(Path one, Path fourteen, Path sixtyFour) {}

  /** All cases. */
  static List<BenchmarkCase> all(Files files) {
    return List.of(
        lockStep("1 client, 512", files.fourteen(), 1, 512),
        lockStep("1 client, 1428", files.sixtyFour(), 1, 1428),
        lockStep("1 client, 8192", files.sixtyFour(), 1, 8192),
        lockStep("200 clients, 1428, 1 MB", files.one(), 200, 1428),
        new BenchmarkCase(
            "200 clients, 1428, 5 seconds of 64 MB",
            files.sixtyFour(),
            LoadPlan.of("", 200, 1428, 1).within(Duration.ofSeconds(5)),
            false,
            true),
        windowed("8 clients, windowsize 16", files.sixtyFour(), 8, 16),
        windowed("4 clients, windowsize 64", files.sixtyFour(), 4, 64),
        new BenchmarkCase(
            "1 client, 1408, 1 % loss, 8 seconds of 14 MB",
            files.fourteen(),
            LoadPlan.of("", 1, 1408, 1).losing(ONE_PERCENT).within(LOSSY),
            false,
            true),
        new BenchmarkCase(
            "1 client, windowsize 16, 1 % loss, 8 seconds of 14 MB",
            files.fourteen(),
            LoadPlan.of("", 1, 1408, 16).losing(ONE_PERCENT).within(LOSSY),
            true,
            true),
        // Last, because not every server survives it.
        new BenchmarkCase(
            "1000 clients in a second, 1 MB",
            files.one(),
            LoadPlan.of("", 1000, 1428, 1)
                .spreadOver(Duration.ofSeconds(1))
                .within(Duration.ofSeconds(25)),
            false,
            false));
  }

  private static BenchmarkCase lockStep(String title, Path file, int clients, int blksize) {
    return new BenchmarkCase(title, file, LoadPlan.of("", clients, blksize, 1), false, false);
  }

  private static BenchmarkCase windowed(String title, Path file, int clients, int windowsize) {
    return new BenchmarkCase(title, file, LoadPlan.of("", clients, 1428, windowsize), true, false);
  }
}
