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

/** The running processes, from {@code /proc}, proc(5). */
public final class Processes {
  private static final Predicate<String> PID = Pattern.compile("[1-9]\\d*").asMatchPredicate();

  private final Path proc;

  /**
   * @param proc where that file system is mounted
   */
  public Processes(Path proc) {
    this.proc = proc;
  }

  /**
   * A running program.
   *
   * @param name as the kernel stores it, at most 15 bytes
   * @param arguments its command line
   */
  public record Program(long pid, String name, List<String> arguments) {
    /** What {@code bin/pairboot} passes to Java after {@code -jar}. */
    private static final Pattern JAR = Pattern.compile("(.*/)?pairboot-appliance-[^/]*\\.jar");

    public Program {
      arguments = List.copyOf(arguments);
    }

    /** Whether it is {@code pairboot serve}. */
    public boolean isServer() {
      return arguments.stream()
          .dropWhile(argument -> !JAR.matcher(argument).matches())
          .anyMatch("serve"::equals);
    }

    @Override
    public String toString() {
      return (isServer() ? "pairboot serve" : name) + ", process " + pid;
    }
  }

  /**
   * Finds a program that has one of the sockets {@code inodes} open. Empty also when that belongs
   * to another user, because only root can see the open files of others.
   */
  public Optional<Program> holder(List<Long> inodes) {
    Set<String> sockets =
        inodes.stream().map(inode -> "socket:[" + inode + "]").collect(Collectors.toSet());
    return directories().stream()
        .filter(process -> hasOpen(process, sockets))
        .findFirst()
        .flatMap(Processes::program);
  }

  /** The running program with the number {@code pid}. */
  public Optional<Program> program(long pid) {
    return program(proc.resolve(Long.toString(pid)));
  }

  /** Finds the running servers of Pairboot, of any user. */
  public List<Program> servers() {
    return directories().stream()
        .flatMap(process -> program(process).stream())
        .filter(Program::isServer)
        .toList();
  }

  /**
   * What tells a process apart from all others that had or will have its number: the boot of the
   * system and the clock ticks from there to its start, field 22 of proc_pid_stat(5). Empty when
   * there is no such process.
   */
  public Optional<String> birth(long pid) {
    try {
      String boot = Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
      String stat = Files.readString(proc.resolve(Long.toString(pid)).resolve("stat"));
      // The second field is the program's name, which may contain spaces and parentheses.
      String[] fromThird = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
      return fromThird.length > 19 ? Optional.of(boot + "/" + fromThird[19]) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private List<Path> directories() {
    try (Stream<Path> entries = Files.list(proc)) {
      return entries.filter(entry -> PID.test(entry.getFileName().toString())).sorted().toList();
    } catch (IOException e) {
      // Not Linux: nothing is known about processes.
      return List.of();
    }
  }

  private static boolean hasOpen(Path process, Set<String> sockets) {
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      return files.anyMatch(file -> sockets.contains(target(file)));
    } catch (IOException | UncheckedIOException e) {
      // It belongs to another user, or has just ended.
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
