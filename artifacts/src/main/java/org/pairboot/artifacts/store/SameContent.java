package org.pairboot.artifacts.store;

import java.util.List;
import java.util.Objects;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.PartName;

/**
 * Whether publishing a version again would change what machines get. What was merely found out
 * about it (verification, notes) may differ: a later release may know more.
 */
final class SameContent {
  private SameContent() {}

  static void require(ImageVersion published, ImageVersion candidate) throws ImageExists {
    if (!files(published).equals(files(candidate))) {
      throw new ImageExists(published.ref(), "other files");
    }
    if (!published.kernelArguments().equals(candidate.kernelArguments())) {
      throw new ImageExists(published.ref(), "other kernel arguments");
    }
    if (!Objects.equals(published.architecture(), candidate.architecture())) {
      throw new ImageExists(
          published.ref(), "architecture " + published.architecture().orElse("unknown"));
    }
  }

  private static List<FileOf> files(ImageVersion image) {
    return image.parts().stream().map(part -> new FileOf(part.name(), part.digest())).toList();
  }

  private record FileOf(PartName name, Sha256 digest) {}
}
