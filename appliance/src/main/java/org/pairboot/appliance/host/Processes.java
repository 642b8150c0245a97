package org.pairboot.appliance.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processes that this one may look at, in {@code /proc}, proc(5).
 *
 * @param proc where that file system is mounted
 */
public record Processes(Path proc) {
  private static final Predicate<String> PID = Pattern.compile("[1-9]\\d*").asMatchPredicate();

  /**
   * One that has a socket of {@code inodes} open; empty also where it is another user's, whose open
   * files only root may see.
   */
  public Optional<Program> holder(List<Long> inodes) {
    Set<String> wanted =
        inodes.stream().map(inode -> "socket:[" + inode + "]").collect(Collectors.toSet());
    return directories().stream()
        .filter(process -> hasOpen(process, wanted))
        .findFirst()
        .flatMap(Processes::program);
  }

  /** Servers of this program, whoever runs them. */
  public List<Program> servers() {
    return directories().stream()
        .flatMap(process -> program(process).stream())
        .filter(Program::isServer)
        .toList();
  }

  private List<Path> directories() {
    try (Stream<Path> entries = Files.list(proc)) {
      return entries.filter(entry -> PID.test(entry.getFileName().toString())).sorted().toList();
    } catch (IOException e) {
      // No Linux: nothing can be said of processes.
      return List.of();
    }
  }

  private static boolean hasOpen(Path process, Set<String> sockets) {
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      return files.anyMatch(file -> sockets.contains(target(file)));
    } catch (IOException | UncheckedIOException e) {
      // Another user's, or it has just ended.
      return false;
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static Optional<Program> program(Path process) {
    try {
      String arguments = Files.readString(process.resolve("cmdline"));
      String name = Files.readString(process.resolve("comm")).strip();
      long pid = Long.parseLong(process.getFileName().toString());
      return Optional.of(new Program(pid, name, List.of(arguments.split("\0"))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
