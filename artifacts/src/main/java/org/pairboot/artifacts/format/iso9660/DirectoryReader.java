package org.pairboot.artifacts.format.iso9660;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.format.iso9660.IsoImage.IsoEntry;
import org.pairboot.artifacts.format.iso9660.Sectors.Extent;
import org.pairboot.artifacts.format.iso9660.Volume.Naming;

/** Reads the entries of one directory. */
final class DirectoryReader {
  /** A directory of this size lists some 10 000 files, far more than that of any live image. */
  private static final long MAX_LENGTH = 1L << 20;

  private static final int MAX_NAME = 255;
  private final Sectors sectors;
  private final Naming naming;

  DirectoryReader(Sectors sectors, Naming naming) {
    this.sectors = sectors;
    this.naming = naming;
  }

  /**
   * The entries of {@code directory} in order, without itself and its parent.
   *
   * @throws org.pairboot.artifacts.format.input.BadImageException if it is malformed
   */
  List<IsoEntry> read(IsoEntry.Directory directory) throws IOException {
    Extent extent = directory.extent();
    String what = "the directory /" + directory.path();
    if (extent.length() > MAX_LENGTH) {
      throw sectors.bad(
          extent.offset(), what + " has " + extent.length() + " bytes; the limit is " + MAX_LENGTH);
    }
    Collector collector = new Collector(directory);
    for (long offset = extent.offset(); offset < extent.end(); offset += Sectors.SIZE) {
      int count = (int) Math.min(Sectors.SIZE, extent.end() - offset);
      byte[] sector = sectors.read(offset, count, what);
      // A record never spans sectors (ECMA-119, 6.8.1.1): NUL means that the rest of one is empty.
      for (int at = 0; at < count && sector[at] != 0; at += sector[at] & 0xFF) {
        collector.add(DirectoryRecord.parse(sector, at, offset + at, sectors));
      }
    }
    return collector.entries();
  }

  /** The record of the directory itself, which comes first in it. */
  static DirectoryRecord ownRecord(Extent directory, Sectors sectors) throws IOException {
    byte[] sector = sectors.read(directory.offset(), Sectors.SIZE, "a directory");
    return DirectoryRecord.parse(sector, 0, directory.offset(), sectors);
  }

  /** Combines the records of a file with several extents. */
  private final class Collector {
    private final IsoEntry.Directory directory;
    private final List<IsoEntry> entries = new ArrayList<>();
    private final List<Extent> extents = new ArrayList<>();
    private Optional<DirectoryRecord> unfinished = Optional.empty();

    Collector(IsoEntry.Directory directory) {
      this.directory = directory;
    }

    void add(DirectoryRecord record) throws IOException {
      if (unfinished.isPresent()
          && !Arrays.equals(unfinished.get().identifier(), record.identifier())) {
        throw incomplete(unfinished.get());
      }
      if (record.isDots() || record.isAssociated()) {
        return;
      }
      if (record.isDirectory()) {
        addDirectory(record);
        return;
      }
      extents.add(record.extent());
      unfinished = record.hasMoreExtents() ? Optional.of(record) : Optional.empty();
      if (unfinished.isEmpty()) {
        addFile(record);
        extents.clear();
      }
    }

    private void addDirectory(DirectoryRecord record) throws IOException {
      if (unfinished.isPresent()) {
        throw incomplete(unfinished.get());
      }
      SystemUse use = systemUse(record);
      if (!use.relocated()) {
        entries.add(new IsoEntry.Directory(path(record, use), record.extent()));
      }
    }

    private void addFile(DirectoryRecord record) throws IOException {
      SystemUse use = systemUse(record);
      if (use.child().isPresent()) {
        Extent moved = ownRecord(new Extent(use.child().get(), Sectors.SIZE), sectors).extent();
        entries.add(new IsoEntry.Directory(path(record, use), moved));
      } else if (!use.isLink()) {
        entries.add(new IsoEntry.File(path(record, use), extents));
      }
    }

    private SystemUse systemUse(DirectoryRecord record) throws IOException {
      return naming instanceof Naming.RockRidge(int skip)
          ? SystemUse.of(record, skip, sectors)
          : new SystemUse(Optional.empty(), false, false, Optional.empty());
    }

    private String path(DirectoryRecord record, SystemUse use) throws IOException {
      String name = use.name().orElseGet(() -> naming.nameOf(record.identifier()));
      boolean isName =
          !name.isEmpty()
              && name.length() <= MAX_NAME
              && !name.equals(".")
              && !name.equals("..")
              && name.indexOf('/') < 0
              && name.chars().noneMatch(Character::isISOControl);
      if (!isName) {
        throw sectors.bad(
            record.offset(),
            "the directory record at offset " + record.offset() + " has an invalid file name");
      }
      return directory.path().isEmpty() ? name : directory.path() + "/" + name;
    }

    private IOException incomplete(DirectoryRecord record) {
      return sectors.bad(
          record.offset(),
          "the last extent is missing for the directory record at offset " + record.offset());
    }

    List<IsoEntry> entries() throws IOException {
      if (unfinished.isPresent()) {
        throw incomplete(unfinished.get());
      }
      return List.copyOf(entries);
    }
  }
}
