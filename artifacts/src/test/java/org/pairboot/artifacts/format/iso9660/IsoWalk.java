package org.pairboot.artifacts.format.iso9660;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.iso9660.IsoImage.IsoEntry;
import org.pairboot.artifacts.format.iso9660.Sectors.Extent;

/** Lists all files of an image, visiting each directory once. */
final class IsoWalk {
  private final IsoImage image;
  private final Set<Extent> seen = new HashSet<>();
  private final Map<String, ImageFile> files = new HashMap<>();

  private IsoWalk(IsoImage image) {
    this.image = image;
  }

  /** All files by path. */
  static Map<String, ImageFile> files(IsoImage image) throws IOException {
    IsoWalk walk = new IsoWalk(image);
    walk.look(image.root());
    return walk.files;
  }

  private void look(IsoEntry.Directory directory) throws IOException {
    if (!seen.add(directory.extent())) {
      return;
    }
    for (IsoEntry entry : image.list(directory)) {
      switch (entry) {
        case IsoEntry.Directory inner -> look(inner);
        case IsoEntry.File file -> files.put(file.path(), image.content(file));
      }
    }
  }
}
