package org.pairboot.it.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Groups that programs make at the root of the kernel's hierarchies, and leave there. */
final class ControlGroups {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");

  private ControlGroups() {}

  /**
   * Removes those of a name, with all below them. A group that has processes, or one below it, may
   * be somebody else's and stays.
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

  /** One of version 2, and with version 1 each directory that there is. */
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
    // Their files are the kernel's and go with them.
    for (Path each : groups) {
      Files.delete(each);
    }
  }
}
