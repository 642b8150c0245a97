package org.pairboot.artifacts.format.preset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.artifacts.format.input.ImageFile;

/** The files in a directory: an ISO that was unpacked, or what a system publishes for netboot. */
record DirectoryTree(Path directory) implements FileTree {

  @Override
  public String name() {
    return directory.toString();
  }

  @Override
  public String label() {
    return "";
  }

  @Override
  public Optional<ImageFile> file(String path) throws IOException {
    Path file = directory.resolve(path);
    return Files.isRegularFile(file) ? Optional.of(ImageFile.of(file)) : Optional.empty();
  }

  @Override
  public List<String> names(String inner) throws IOException {
    Path listed = directory.resolve(inner);
    if (!Files.isDirectory(listed)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(listed)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public Optional<ImageFile> whole() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
