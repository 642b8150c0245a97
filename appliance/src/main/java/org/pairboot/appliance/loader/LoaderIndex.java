package org.pairboot.appliance.loader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.FileContent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loaders found in a list of directories, by file name, as they were at one moment: a request
 * never reaches the file system. Immutable and thread-safe.
 */
final class LoaderIndex {
  private static final Logger LOG = LoggerFactory.getLogger(LoaderIndex.class);

  /** The files that PXE firmware and loaders fetch. */
  private static final Set<String> EXTENSIONS =
      Set.of(
          "0", "c32", "e32", "e64", "efi", "signed", "kpxe", "kkpxe", "pxe", "lkrn", "elf", "dat",
          "bin", "dtb");

  /** Loaders have some hundred kilobytes; a larger file is something else. */
  private static final long MAX_LENGTH = 16L << 20;

  private final Map<String, Content> loaders = new HashMap<>();

  /**
   * @param watch takes each directory and each loader before it is looked at
   */
  LoaderIndex(List<Path> searchPath, Consumer<Path> watch) {
    for (Path directory : searchPath) {
      watch.accept(directory);
      if (Files.isDirectory(directory)) {
        try (Stream<Path> files = Files.list(directory)) {
          files.sorted().forEach(file -> add(file, watch));
        } catch (IOException | UncheckedIOException e) {
          LOG.warn("loaders: cannot list {}: {}", directory, e.getMessage());
        }
      }
    }
  }

  private void add(Path file, Consumer<Path> watch) {
    String fileName = file.getFileName().toString();
    if (!EXTENSIONS.contains(extension(fileName)) || loaders.containsKey(fileName)) {
      return;
    }
    watch.accept(file);
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      if (found.isRegularFile() && found.size() <= MAX_LENGTH) {
        // Packages link one name of a loader to another.
        loaders.put(fileName, new FileContent(file.toRealPath(), found.size()));
      }
    } catch (IOException e) {
      LOG.warn("loaders: cannot read {}: {}", file, e.getMessage());
    }
  }

  /** The file called exactly {@code fileName}. */
  Optional<Content> find(String fileName) {
    return Optional.ofNullable(loaders.get(fileName));
  }

  private static String extension(String fileName) {
    return fileName.substring(fileName.lastIndexOf('.') + 1);
  }
}
