package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.nio.file.Path;
import org.pairboot.artifacts.format.input.ImageFile;

/** Where the bytes of a part come from. */
sealed interface PartSource {
  /** What messages call it. */
  String name();

  /** The bytes as they are now. */
  ImageFile file() throws IOException;

  /** A file of its own, as long as it is when it is read. */
  record WholeFile(Path path) implements PartSource {
    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public ImageFile file() throws IOException {
      return ImageFile.of(path);
    }
  }

  /** A stretch of a larger file, such as an ISO. */
  record Stretch(ImageFile file) implements PartSource {
    @Override
    public String name() {
      return file.name();
    }
  }
}
