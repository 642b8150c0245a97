package org.pairboot.appliance.loader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.FileContent;
import org.pairboot.artifacts.content.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loaders found in a list of directories, by file name.
 *
 * <p>Packages are installed and removed while the server runs, so the index is rebuilt when a
 * directory has changed; a lookup costs one stat per directory. Names from requests never reach the
 * file system. Thread-safe.
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

  private final List<Path> searchPath;
  private volatile Index current = new Index(Map.of(), Map.of());

  LoaderIndex(List<Path> searchPath) {
    this.searchPath = List.copyOf(searchPath);
  }

  private record Index(Map<Path, FileTime> directories, Map<String, Loader> loaders) {}

  /** A loader, with the modification time of its file when it was hashed. */
  private record Loader(Path file, FileTime modified, Content content) {
    boolean isCurrent() {
      try {
        return Files.getLastModifiedTime(file).equals(modified)
            && Files.size(file) == content.length();
      } catch (IOException e) {
        return false;
      }
    }
  }

  /** The file called exactly {@code fileName}. */
  Optional<Content> find(String fileName) {
    if (!EXTENSIONS.contains(extension(fileName))) {
      return Optional.empty();
    }
    Loader loader = current().loaders().get(fileName);
    if (loader != null && !loader.isCurrent()) {
      // It was overwritten in place, which does not change the directory.
      loader = rebuild().loaders().get(fileName);
    }
    return Optional.ofNullable(loader).map(Loader::content);
  }

  private Index current() {
    Index index = current;
    return index.directories().equals(directories()) ? index : rebuild();
  }

  private synchronized Index rebuild() {
    // Directory times are read before the files, so that the next lookup sees a change in between.
    current = new Index(directories(), scan());
    return current;
  }

  private Map<Path, FileTime> directories() {
    Map<Path, FileTime> modified = new HashMap<>();
    for (Path directory : searchPath) {
      try {
        modified.put(directory, Files.getLastModifiedTime(directory));
      } catch (IOException e) {
        // It does not exist: its package is not installed.
      }
    }
    return modified;
  }

  private Map<String, Loader> scan() {
    Map<String, Loader> loaders = new HashMap<>();
    for (Path directory : searchPath) {
      if (Files.isDirectory(directory)) {
        try (Stream<Path> files = Files.list(directory)) {
          files.sorted().forEach(file -> add(file, loaders));
        } catch (IOException | UncheckedIOException e) {
          LOG.warn("loaders: cannot list {}: {}", directory, e.getMessage());
        }
      }
    }
    return Map.copyOf(loaders);
  }

  private static void add(Path file, Map<String, Loader> loaders) {
    String fileName = file.getFileName().toString();
    if (!EXTENSIONS.contains(extension(fileName)) || loaders.containsKey(fileName)) {
      return;
    }
    try {
      FileTime modified = Files.getLastModifiedTime(file);
      long length = Files.size(file);
      if (Files.isRegularFile(file) && length <= MAX_LENGTH) {
        Content content = new FileContent(file, length, digest(file, length));
        loaders.put(fileName, new Loader(file, modified, content));
      }
    } catch (IOException e) {
      LOG.warn("loaders: cannot read {}: {}", file, e.getMessage());
    }
  }

  private static Sha256 digest(Path file, long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return Sha256.of(channel.map(FileChannel.MapMode.READ_ONLY, 0, length));
    }
  }

  private static String extension(String fileName) {
    return fileName.substring(fileName.lastIndexOf('.') + 1);
  }
}
