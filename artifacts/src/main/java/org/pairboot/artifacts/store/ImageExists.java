package org.pairboot.artifacts.store;

import org.pairboot.artifacts.store.image.ImageRef;

/** Another content was published under this reference; versions never change. */
public final class ImageExists extends StoreException {
  private static final long serialVersionUID = 1;

  ImageExists(ImageRef ref, String difference) {
    super(
        "%s is published already with %s; choose another version, or remove it first"
            .formatted(ref, difference));
  }
}
