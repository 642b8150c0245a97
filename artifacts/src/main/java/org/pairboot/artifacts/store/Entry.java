package org.pairboot.artifacts.store;

import java.util.Optional;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.oci.Descriptor;

/** What one entry of {@code index.json} turned out to be. */
sealed interface Entry {
  Descriptor descriptor();

  /** Which image version this is, as far as it can be told. */
  Optional<ImageRef> ref();

  /** An image version whose manifest and config are sound. */
  record Readable(Descriptor descriptor, ImageVersion image) implements Entry {
    @Override
    public Optional<ImageRef> ref() {
      return Optional.of(image.ref());
    }
  }

  /** An image version of ours that cannot be read. */
  record Damaged(Descriptor descriptor, Optional<ImageRef> ref, String reason) implements Entry {}

  /** An image of another tool. */
  record Foreign(Descriptor descriptor) implements Entry {
    @Override
    public Optional<ImageRef> ref() {
      return Optional.empty();
    }
  }
}
