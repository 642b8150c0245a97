package org.pairboot.it.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.pairboot.it.load.LoadPlan;
import org.pairboot.it.load.ReadPlan;

/**
 * One load for every contender.
 *
 * @param plan its name is replaced by the contender's name for the file
 * @param windowed whether to skip contenders without windowsize
 * @param cut whether the plan's limit ends it because the whole would take too long
 */
record BenchmarkCase(String title, LoadPlan plan, boolean windowed, boolean cut) {
  private static final double ONE_PERCENT = 0.01;

  /** Some contenders need minutes for the whole file. */
  private static final Duration LOSSY = Duration.ofSeconds(8);

  /** The files that the cases read, by size in megabytes. */
  record TestFiles(Path one, Path fourteen, Path sixtyFour) {}

  /** What the clients read. */
  Path file() {
    return plan.reads().getFirst().file();
  }

  /** All cases. */
  static List<BenchmarkCase> all(TestFiles files) {
    return List.of(
        lockStep("1 client, 512", files.fourteen(), 1, 512),
        lockStep("1 client, 1428", files.sixtyFour(), 1, 1428),
        lockStep("1 client, 8192", files.sixtyFour(), 1, 8192),
        lockStep("200 clients, 1428, 1 MB", files.one(), 200, 1428),
        new BenchmarkCase(
            "200 clients, 1428, 5 seconds of 64 MB",
            plan(200, files.sixtyFour(), 1428, 1).within(Duration.ofSeconds(5)),
            false,
            true),
        windowed("8 clients, windowsize 4", files.sixtyFour(), 8, 4),
        windowed("8 clients, windowsize 16", files.sixtyFour(), 8, 16),
        windowed("4 clients, windowsize 64", files.sixtyFour(), 4, 64),
        new BenchmarkCase(
            "1 client, 1408, 1 % loss, 8 seconds of 14 MB",
            plan(1, files.fourteen(), 1408, 1).losing(ONE_PERCENT).within(LOSSY), false, true),
        new BenchmarkCase(
            "1 client, windowsize 16, 1 % loss, 8 seconds of 14 MB",
            plan(1, files.fourteen(), 1408, 16).losing(ONE_PERCENT).within(LOSSY), true, true),
        // This one comes last because not every server survives it.
        new BenchmarkCase(
            "1000 clients in a second, 1 MB",
            plan(1000, files.one(), 1428, 1)
                .spreadOver(Duration.ofSeconds(1))
                .within(Duration.ofSeconds(25)),
            false,
            false));
  }

  private static LoadPlan plan(int clients, Path file, int blksize, int windowsize) {
    return LoadPlan.of(clients, ReadPlan.plain("", file, blksize, windowsize));
  }

  private static BenchmarkCase lockStep(String title, Path file, int clients, int blksize) {
    return new BenchmarkCase(title, plan(clients, file, blksize, 1), false, false);
  }

  private static BenchmarkCase windowed(String title, Path file, int clients, int windowsize) {
    return new BenchmarkCase(title, plan(clients, file, 1428, windowsize), true, false);
  }
}
