package org.pairboot.artifacts.format.iso9660;

import java.util.List;
import org.pairboot.artifacts.format.iso9660.Sectors.Extent;

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
