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
 * The loaders found on the search path, by file name.
 *
 * <p>Packages come and go while the server runs, so the index is made anew when a directory of the
 * path has changed: a look-up costs one stat for each directory. A request's name is never handed
 * to the file system. Thread-safe.
 */
final class LoaderIndex {
  private static final Logger LOG = LoggerFactory.getLogger(LoaderIndex.class);

  /** What PXE firmware and the loaders themselves fetch. */
  private static final Set<String> EXTENSIONS =
      Set.of(
          "0", "c32", "e32", "e64", "efi", "signed", "kpxe", "kkpxe", "pxe", "lkrn", "elf", "dat",
          "bin", "dtb");

  /** A loader is some hundred kilobytes; anything of this size is something else. */
  private static final long MAX_LENGTH = 16L << 20;

  private final List<Path> searchPath;
  private volatile Index current = new Index(Map.of(), Map.of());

  LoaderIndex(List<Path> searchPath) {
    this.searchPath = List.copyOf(searchPath);
  }

  private record Index(Map<Path, FileTime> directories, Map<String, Loader> loaders) {}

  /** A loader, and what its file looked like when it was hashed. */
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

  /** The loader that {@code asked} means; see {@link LoaderNames}. */
  Optional<Content> find(String asked) {
    return LoaderNames.files(asked)
        .flatMap(fileName -> loader(fileName).stream())
        .findFirst()
        .map(Loader::content);
  }

  private Optional<Loader> loader(String fileName) {
    if (!EXTENSIONS.contains(extension(fileName))) {
      return Optional.empty();
    }
    Loader loader = upToDate().loaders().get(fileName);
    if (loader != null && !loader.isCurrent()) {
      // Overwritten in place, which its directory does not tell.
      loader = renewed().loaders().get(fileName);
    }
    return Optional.ofNullable(loader);
  }

  private Index upToDate() {
    Index index = current;
    return index.directories().equals(directories()) ? index : renewed();
  }

  private synchronized Index renewed() {
    // The times are read before the files, so that a change in between is seen the next time.
    current = new Index(directories(), scan());
    return current;
  }

  private Map<Path, FileTime> directories() {
    Map<Path, FileTime> changed = new HashMap<>();
    for (Path directory : searchPath) {
      try {
        changed.put(directory, Files.getLastModifiedTime(directory));
      } catch (IOException e) {
        // Not there: its package is not installed.
      }
    }
    return changed;
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
