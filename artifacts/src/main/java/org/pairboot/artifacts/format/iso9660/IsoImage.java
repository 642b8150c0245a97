package org.pairboot.artifacts.format.iso9660;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.iso9660.Sectors.Extent;

/**
 * An ISO 9660 image, opened. Its files are had as stretches of the image, which stay readable after
 * it has been closed. Not thread-safe.
 *
 * <p>All methods that read throw {@link org.pairboot.artifacts.format.input.BadImageException} when
 * they meet something malformed; what they do not touch does not matter.
 */
public final class IsoImage implements AutoCloseable {
  /** Of a path, in names. */
  private static final int MAX_DEPTH = 32;

  private final Sectors sectors;
  private final Volume volume;
  private final DirectoryReader directories;
  private final Map<IsoEntry.Directory, List<IsoEntry>> known = new HashMap<>();

  private IsoImage(Sectors sectors, Volume volume) {
    this.sectors = sectors;
    this.volume = volume;
    this.directories = new DirectoryReader(sectors, volume.naming());
  }

  /** Opens {@code file}, all of which must be there: an image cut short is refused here. */
  public static IsoImage open(ImageFile file) throws IOException {
    FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ);
    try {
      return open(channel, file);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  static IsoImage open(SeekableByteChannel channel, ImageFile file) throws IOException {
    Sectors sectors = new Sectors(channel, file);
    return new IsoImage(sectors, Volume.read(sectors));
  }

  /** The name of the volume, such as {@code fedora-coreos-44.20260707.3.1}. */
  public String volumeId() {
    return volume.id();
  }

  /** The directory that holds everything. */
  public IsoEntry.Directory root() {
    return new IsoEntry.Directory("", volume.root());
  }

  /** The entries of {@code directory}, in the order in which they are written; read once. */
  public List<IsoEntry> list(IsoEntry.Directory directory) throws IOException {
    List<IsoEntry> entries = known.get(directory);
    if (entries == null) {
      entries = directories.read(directory);
      known.put(directory, entries);
    }
    return entries;
  }

  /**
   * Looks for {@code path}, names joined by single slashes. Case matters only where two names
   * differ by nothing else.
   */
  public Optional<IsoEntry> find(String path) throws IOException {
    IsoEntry entry = root();
    if (path.isEmpty()) {
      return Optional.of(entry);
    }
    String[] names = path.split("/");
    if (names.length > MAX_DEPTH) {
      return Optional.empty();
    }
    for (String name : names) {
      Optional<IsoEntry> next =
          entry instanceof IsoEntry.Directory directory
              ? named(name, list(directory))
              : Optional.empty();
      if (next.isEmpty()) {
        return next;
      }
      entry = next.get();
    }
    return Optional.of(entry);
  }

  private static Optional<IsoEntry> named(String name, List<IsoEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .or(() ->
            entries.stream().filter(entry -> entry.name().equalsIgnoreCase(name)).findFirst());
  }

  /**
   * The bytes of {@code file}, where they lie.
   *
   * @throws org.pairboot.artifacts.format.input.BadImageException when they are not all in the
   *     image, or not in one piece, which no known tool does
   */
  public ImageFile content(IsoEntry.File file) throws IOException {
    String what = "/" + file.path();
    long start = file.extents().getFirst().offset();
    long end = start;
    for (Extent extent : file.extents()) {
      if (extent.offset() != end) {
        throw sectors.bad(extent.offset(), what + " is in several pieces that lie apart");
      }
      end = extent.end();
    }
    ImageFile image = sectors.file();
    if (start == end) {
      // Nobody cares where no bytes are.
      return image.part(0, 0).named(image.name() + ":" + file.path());
    }
    if (!sectors.contains(start, end - start)) {
      throw sectors.outside(start, end - start, what);
    }
    return image.part(start, end - start).named(image.name() + ":" + file.path());
  }

  @Override
  public void close() throws IOException {
    sectors.close();
  }
}
