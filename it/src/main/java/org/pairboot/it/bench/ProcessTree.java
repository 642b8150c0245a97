package org.pairboot.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process and its children cost, read from {@code /proc}. */
record ProcessTree(ProcessHandle root) {
  private static final double TICKS_PER_SECOND = 100;
  private static final int UTIME = 11;
  private static final int CSTIME = 14;

  /** CPU time in seconds: user and system, of children that have ended too. */
  double cpuSeconds() {
    return all().mapToLong(ProcessTree::ticks).sum() / TICKS_PER_SECOND;
  }

  /**
   * What is in memory for it now, in bytes, the pages of mapped files included. A page that several
   * processes have counts once in all.
   */
  long memory() {
    return all().mapToLong(ProcessTree::proportionalSetSize).sum();
  }

  private Stream<ProcessHandle> all() {
    return Stream.concat(Stream.of(root), root.descendants());
  }

  private static long ticks(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long ticks = 0;
      for (int i = UTIME; i <= CSTIME; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      return ticks;
    } catch (IOException e) {
      // It has ended meanwhile, and its parent counts it now.
      return 0;
    }
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
}
