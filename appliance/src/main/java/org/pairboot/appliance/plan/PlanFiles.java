package org.pairboot.appliance.plan;

import com.typesafe.config.ConfigOrigin;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds plan files and the files that they name, and reports each to whoever watches them. */
final class PlanFiles {
  private static final String EXTENSION = ".conf";

  private final Consumer<Path> watch;

  /**
   * @param watch accepts each file and directory before it is looked at
   */
  PlanFiles(Consumer<Path> watch) {
    this.watch = watch;
  }

  /** Returns {@code file}, which is about to be looked at, after it was reported. */
  Path watched(Path file) {
    watch.accept(file);
    return file;
  }

  /** The plan files that {@code place} names, in the order in which they are read. */
  List<Path> plansIn(Path place) throws IOException {
    if (!Files.isDirectory(watched(place))) {
      return Files.exists(place) ? List.of(place) : List.of();
    }
    try (Stream<Path> entries = Files.list(place)) {
      return entries
          .filter(file -> file.getFileName().toString().endsWith(EXTENSION))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  /** The file that {@code text} names, relative to the file in which the text is. */
  Optional<Path> path(String text, ConfigOrigin origin) {
    try {
      if (text.isBlank()) {
        return Optional.empty();
      }
      Path named = Path.of(text);
      return Optional.of(
          origin.filename() == null
              ? named.toAbsolutePath()
              : Path.of(origin.filename()).toAbsolutePath().resolveSibling(named));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file";
      case AccessDeniedException denied -> "permission denied";
      default -> e.getMessage();
    };
  }
}
