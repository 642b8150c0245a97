package org.pairboot.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process and its children hold, read from {@code /proc}. */
record ProcessTree(ProcessHandle root) {
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
