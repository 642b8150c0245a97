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
 * An open ISO 9660 image. Its files are ranges of the image file, and stay readable after this is
 * closed. Not thread-safe.
 *
 * <p>All methods that read throw a {@link org.pairboot.artifacts.format.input.BadImageException} if
 * they find something malformed; parts that they do not read may be malformed.
 */
public final class IsoImage implements AutoCloseable {
  /** The longest path, in names. */
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

  /** Opens {@code file}; refuses a truncated image. */
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

  /** The root directory. */
  public IsoEntry.Directory root() {
    return new IsoEntry.Directory("", volume.root());
  }

  /** The entries of {@code directory}, in the order of the image; read once. */
  public List<IsoEntry> list(IsoEntry.Directory directory) throws IOException {
    List<IsoEntry> entries = known.get(directory);
    if (entries == null) {
      entries = directories.read(directory);
      known.put(directory, entries);
    }
    return entries;
  }

  /**
   * Finds {@code path}, names joined by single slashes. Case only matters if two names differ in
   * nothing else.
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
   * The bytes of {@code file} as a range of the image.
   *
   * @throws org.pairboot.artifacts.format.input.BadImageException if some are outside of the image,
   *     or if they are not contiguous, which no known tool produces
   */
  public ImageFile content(IsoEntry.File file) throws IOException {
    String what = "/" + file.path();
    long start = file.extents().getFirst().offset();
    long end = start;
    for (Extent extent : file.extents()) {
      if (extent.offset() != end) {
        throw sectors.bad(extent.offset(), what + " is not contiguous in the image");
      }
      end = extent.end();
    }
    ImageFile image = sectors.file();
    if (start == end) {
      // The extent of an empty file may point anywhere.
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

  /** A file or directory in an image. Links are omitted. */
  public sealed interface IsoEntry {

    /** Names joined by {@code /}, without a leading slash; empty for the root. */
    String path();

    /** The last name of the path. */
    default String name() {
      return path().substring(path().lastIndexOf('/') + 1);
    }

    /**
     * A file.
     *
     * @param extents its bytes, in order; a file of 4 GiB or more has several extents
     */
    record File(String path, List<Extent> extents) implements IsoEntry {
      public File {
        extents = List.copyOf(extents);
      }
    }

    /** A directory. */
    record Directory(String path, Extent extent) implements IsoEntry {}
  }
}
