package org.pairboot.artifacts.store;

import java.util.Set;
import org.pairboot.artifacts.store.image.ImageRef;

/** A version that channels point at cannot be removed. */
public final class VersionInUse extends StoreException {
  private static final long serialVersionUID = 1;

  VersionInUse(ImageRef version, Set<String> channels) {
    super(
        "cannot remove %s: channel %s points at it; move that with 'pairboot channel set', or drop it with 'pairboot channel unset'"
            .formatted(version, String.join(" and ", channels)));
  }
}
