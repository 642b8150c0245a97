package org.pairboot.artifacts.store;

import org.pairboot.artifacts.store.image.ImageRef;

/** What was staged is no image: a part is missing or doubled, or a text is not one line. */
public final class NotPublishable extends StoreException {
  private static final long serialVersionUID = 1;

  NotPublishable(ImageRef ref, IllegalArgumentException cause) {
    super("cannot publish " + ref + ": " + cause.getMessage(), cause);
  }
}
