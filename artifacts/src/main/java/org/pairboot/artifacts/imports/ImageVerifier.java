package org.pairboot.artifacts.imports;

import java.io.IOException;
import java.util.Optional;
import org.pairboot.artifacts.image.ImageVersion;
import org.pairboot.artifacts.image.Part;
import org.pairboot.artifacts.input.ImageFile;
import org.pairboot.artifacts.pair.PairVerdict;
import org.pairboot.artifacts.pair.PairVerifier;
import org.pairboot.artifacts.store.CheckResult;
import org.pairboot.artifacts.store.ImageStore;

/** Proves again what was proven at import: that the bytes are those published, and the pair. */
public final class ImageVerifier {
  private final ImageStore store;

  public ImageVerifier(ImageStore store) {
    this.store = store;
  }

  /**
   * What came out.
   *
   * @param pair empty where there is no rootfs, or where damage makes the question idle
   */
  public record Result(CheckResult bytes, Optional<PairVerdict> pair) {

    /** Whether nothing speaks against the image. An unverifiable pair is not against it. */
    public boolean isGood() {
      return bytes.isSound() && !(pair.orElse(null) instanceof PairVerdict.Rejected);
    }
  }

  /**
   * Reads all of {@code image} again.
   *
   * @throws IOException when the store cannot be read
   */
  public Result verify(ImageVersion image, ImportProgress progress) throws IOException {
    long length = image.parts().stream().mapToLong(Part::length).sum();
    var step = progress.begin("reading all parts", length);
    CheckResult bytes = store.check(image.ref(), (done, total) -> step.accept(done));
    return new Result(bytes, bytes.isSound() ? verifyPair(image, progress) : Optional.empty());
  }

  /** Reads the pair alone; empty where there is no rootfs. */
  Optional<PairVerdict> verifyPair(ImageVersion image, ImportProgress progress) throws IOException {
    if (image.rootfs().isEmpty()) {
      return Optional.empty();
    }
    Part rootfs = image.rootfs().get();
    return Optional.of(
        PairVerifier.verify(
            file(image.initramfs()),
            file(rootfs),
            progress.begin("verifying the pair", rootfs.length())));
  }

  private ImageFile file(Part part) throws IOException {
    return ImageFile.of(store.file(part)).named(part.fileName());
  }
}
