package org.pairboot.artifacts.format.preset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.artifacts.format.bootmenu.MenuFiles;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.iso9660.IsoImage;
import org.pairboot.artifacts.format.iso9660.IsoImage.IsoEntry;

/** The files of a live system as it was published: in an ISO or in a directory. */
sealed interface FileTree extends MenuFiles, AutoCloseable {
  /** The tree at {@code path}, which is a directory or an ISO. */
  static FileTree open(Path path) throws IOException {
    return Files.isDirectory(path) ? new Directory(path) : Iso.open(ImageFile.of(path));
  }

  /** The name for messages. */
  String name();

  /** The volume name, possibly empty. */
  String label();

  /** The file at {@code path}, names joined by single slashes; empty if there is none. */
  Optional<ImageFile> file(String path) throws IOException;

  @Override
  default Optional<String> text(String path) throws IOException {
    Optional<ImageFile> file = file(path);
    return file.isPresent() ? Optional.of(SmallFiles.text(file.get())) : Optional.empty();
  }

  /** The ISO file itself; empty for a directory. */
  Optional<ImageFile> iso();

  @Override
  void close() throws IOException;

  /** The files in a directory: an unpacked ISO, or what a system publishes for netboot. */
  record Directory(Path directory) implements FileTree {

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
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      if (!file.toRealPath().startsWith(directory.toRealPath())) {
        throw new BadImageException(
            file.toString(), 0, "is a link to " + file.toRealPath() + ", outside of " + directory);
      }
      return Optional.of(ImageFile.of(file));
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
    public Optional<ImageFile> iso() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  /** The files in an ISO. */
  record Iso(ImageFile file, IsoImage image) implements FileTree {

    static Iso open(ImageFile file) throws IOException {
      return new Iso(file, IsoImage.open(file));
    }

    @Override
    public String name() {
      return file.name();
    }

    @Override
    public String label() {
      return image.volumeId();
    }

    @Override
    public Optional<ImageFile> file(String path) throws IOException {
      return image.find(path).orElse(null) instanceof IsoEntry.File found
          ? Optional.of(image.content(found))
          : Optional.empty();
    }

    @Override
    public List<String> names(String directory) throws IOException {
      return image.find(directory).orElse(null) instanceof IsoEntry.Directory found
          ? image.list(found).stream().map(IsoEntry::name).sorted().toList()
          : List.of();
    }

    @Override
    public Optional<ImageFile> iso() {
      return Optional.of(file);
    }

    @Override
    public void close() throws IOException {
      image.close();
    }
  }
}
