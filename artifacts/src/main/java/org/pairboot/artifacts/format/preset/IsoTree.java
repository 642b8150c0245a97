package org.pairboot.artifacts.format.preset;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.artifacts.format.iso9660.IsoEntry;
import org.pairboot.artifacts.format.iso9660.IsoImage;

/** The files in an ISO. */
record IsoTree(ImageFile iso, IsoImage image) implements FileTree {

  static IsoTree open(ImageFile iso) throws IOException {
    return new IsoTree(iso, IsoImage.open(iso));
  }

  @Override
  public String name() {
    return iso.name();
  }

  @Override
  public String label() {
    return image.volumeId();
  }

  @Override
  public Optional<ImageFile> file(String path) throws IOException {
    return image.find(path).orElse(null) instanceof IsoEntry.File file
        ? Optional.of(image.content(file))
        : Optional.empty();
  }

  @Override
  public List<String> names(String directory) throws IOException {
    return image.find(directory).orElse(null) instanceof IsoEntry.Directory found
        ? image.list(found).stream().map(IsoEntry::name).sorted().toList()
        : List.of();
  }

  @Override
  public Optional<ImageFile> whole() {
    return Optional.of(iso);
  }

  @Override
  public void close() throws IOException {
    image.close();
  }
}
