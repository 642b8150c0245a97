package org.pairboot.it.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * CPU time and memory of a process and all its children.
 *
 * <p>A control group counts the CPU time: {@code /proc} credits a child's time to its parent only
 * when the parent waits for the child, which some servers do not.
 */
final class ProcessUsage implements AutoCloseable {
  private static final Path VERSION_1 = Path.of("/sys/fs/cgroup/cpuacct");
  private static final Path VERSION_2 = Path.of("/sys/fs/cgroup");

  private final ProcessHandle process;
  private final Path group;
  private final boolean version1 = Files.exists(VERSION_1);

  /** Counts from now on; the process must not have children yet. */
  ProcessUsage(ProcessHandle process) {
    this.process = process;
    Path root = version1 ? VERSION_1 : VERSION_2;
    this.group = root.resolve("pairboot-bench-" + process.pid());
    try {
      // A group left over from an earlier run keeps its count; only differences are read.
      Files.createDirectories(group);
      Files.writeString(group.resolve("cgroup.procs"), String.valueOf(process.pid()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create control group " + group + "; run as root", e);
    }
  }

  double cpuSeconds() {
    try {
      if (version1) {
        return Long.parseLong(Files.readString(group.resolve("cpuacct.usage")).strip()) / 1e9;
      }
      return Files.readAllLines(group.resolve("cpu.stat")).stream()
              .filter(line -> line.startsWith("usage_usec "))
              .mapToLong(line -> Long.parseLong(line.substring("usage_usec ".length())))
              .sum()
          / 1e6;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Memory in use now, in bytes, including pages of mapped files. A page that several processes
   * share counts once in total.
   */
  long memory() {
    return Stream.concat(Stream.of(process), process.descendants())
        .mapToLong(ProcessUsage::proportionalSetSize)
        .sum();
  }

  private static long proportionalSetSize(ProcessHandle process) {
    try {
      String rollup = Files.readString(Path.of("/proc/" + process.pid() + "/smaps_rollup"));
      return rollup
          .lines()
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }

  /** To be called once the process and its children have ended. */
  @Override
  public void close() {
    try {
      Files.delete(group);
    } catch (IOException e) {
      // A child is still ending; an empty group does no harm.
      group.toFile().deleteOnExit();
    }
  }
}
