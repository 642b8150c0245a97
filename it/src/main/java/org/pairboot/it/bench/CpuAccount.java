package org.pairboot.it.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The CPU time of a process and of all its children, counted by a control group: a server that does
 * not wait for its children has no share in their times in {@code /proc}.
 */
final class CpuAccount implements AutoCloseable {
  private static final Path VERSION_1 = Path.of("/sys/fs/cgroup/cpuacct");
  private static final Path VERSION_2 = Path.of("/sys/fs/cgroup");

  private final Path group;
  private final boolean version1 = Files.exists(VERSION_1);

  /** Counts from now on; the process has no children yet. */
  CpuAccount(ProcessHandle process) {
    Path root = version1 ? VERSION_1 : VERSION_2;
    this.group = root.resolve("pairboot-bench-" + process.pid());
    try {
      // One that was left behind counts on; only differences are read.
      Files.createDirectories(group);
      Files.writeString(group.resolve("cgroup.procs"), String.valueOf(process.pid()));
    } catch (IOException e) {
      throw new UncheckedIOException("control groups are needed, and root", e);
    }
  }

  double seconds() {
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

  /** To be called once the process and its children have ended. */
  @Override
  public void close() {
    try {
      Files.delete(group);
    } catch (IOException e) {
      // A child lives on for a moment; an empty group does no harm.
      group.toFile().deleteOnExit();
    }
  }
}
