package org.pairboot.it.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Control groups that programs create at the root and do not remove. */
final class ControlGroups {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  private ControlGroups() {}

  /**
   * Removes the groups of this name with their subgroups. Groups with processes stay, since they
   * may belong to another program.
   */
  static void remove(String name) {
    try {
      for (Path hierarchy : hierarchies()) {
        Path group = hierarchy.resolve(name);
        if (Files.exists(group)) {
          remove(group);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The single hierarchy of version 2, or one directory for each controller of version 1. */
  private static List<Path> hierarchies() throws IOException {
    List<Path> all = new ArrayList<>(List.of(ROOT));
    try (Stream<Path> entries = Files.list(ROOT)) {
      entries.filter(Files::isDirectory).forEach(all::add);
    }
    return all;
  }

  private static void remove(Path group) throws IOException {
    List<Path> groups;
    try (Stream<Path> below = Files.walk(group)) {
      groups = below.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : groups) {
      if (!Files.readString(each.resolve("cgroup.procs")).isEmpty()) {
        return;
      }
    }
    // Their files are virtual and disappear with them.
    for (Path each : groups) {
      Files.delete(each);
    }
  }
}
