package org.pairboot.appliance.plan;

import com.typesafe.config.ConfigOrigin;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds the files that plans name, and tells who watches them. */
final class PlanFiles {
  private final Consumer<Path> watch;

  PlanFiles(Consumer<Path> watch) {
    this.watch = watch;
  }

  /** {@code file}, which is looked at next. */
  Path watched(Path file) {
    watch.accept(file);
    return file;
  }

  /** The file that {@code text} names beside the one in which that stands. */
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

  static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file";
      case AccessDeniedException denied -> "permission denied";
      default -> e.getMessage();
    };
  }
}
