package org.pairboot.it.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.pairboot.it.load.LoadResult;

/**
 * One run of one case on one contender.
 *
 * @param failures clients that did not receive what they should
 * @param cpuSeconds of the server and its children
 * @param memory largest memory use of the server, in bytes
 */
record Measurement(LoadResult result, int failures, double cpuSeconds, long memory) {
  private static final Duration SAMPLING_INTERVAL = Duration.ofMillis(200);

  static Measurement of(BenchmarkCase load, Contender contender, long seed) {
    ProcessUsage usage = contender.usage();
    long[] largest = {usage.memory()};
    AtomicBoolean done = new AtomicBoolean();
    Thread sampler =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              while (!done.get()) {
                largest[0] = Math.max(largest[0], usage.memory());
                LockSupport.parkNanos(SAMPLING_INTERVAL.toNanos());
              }
            });
    double before = usage.cpuSeconds();
    String name = contender.nameOf(load.file());
    LoadResult result = contender.load(load.plan().named(name).seeded(seed));
    double cpu = usage.cpuSeconds() - before;
    done.set(true);
    try {
      sampler.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<LoadResult.Outcome> failures = load.cut() ? result.failed() : result.unfinished();
    return new Measurement(result, failures.size(), cpu, largest[0]);
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
