package org.pairboot.it.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.pairboot.it.load.LoadOutcome;
import org.pairboot.it.load.LoadResult;
import org.pairboot.it.load.TftpLoad;

/**
 * One case on one contender, once.
 *
 * @param failures clients that did not get what they should
 * @param cpuSeconds of the server and its children
 * @param memory the most that the server had, in bytes
 */
record Measurement(LoadResult result, int failures, double cpuSeconds, long memory) {
  private static final Duration SAMPLING = Duration.ofMillis(200);

  static Measurement of(BenchmarkCase load, Contender contender, long seed) throws IOException {
    ProcessTree tree = new ProcessTree(contender.process());
    long[] most = {tree.memory()};
    AtomicBoolean done = new AtomicBoolean();
    Thread sampler =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (!done.get()) {
                most[0] = Math.max(most[0], tree.memory());
                LockSupport.parkNanos(SAMPLING.toNanos());
              }
            });
    double before = contender.cpu().seconds();
    String name = contender.path().apply(load.file().getFileName().toString());
    LoadResult result =
        TftpLoad.run(contender.port(), load.plan().named(name).seeded(seed), load.file());
    double cpu = contender.cpu().seconds() - before;
    done.set(true);
    try {
      sampler.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<LoadOutcome> failures = load.cut() ? result.failed() : result.unfinished();
    return new Measurement(result, failures.size(), cpu, most[0]);
  }

  double rate() {
    return result.megabytesPerSecond();
  }

  double cpuPerGigabyte() {
    return cpuSeconds / (result.bytes() / 1e9);
  }

  double loadCpuPerGigabyte() {
    return result.cpu() / (double) result.bytes();
  }
}
