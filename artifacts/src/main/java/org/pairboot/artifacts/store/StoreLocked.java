package org.pairboot.artifacts.store;

import java.nio.file.Path;
import java.time.Duration;

/** Another writer holds the store's lock for longer than one was ready to wait. */
public final class StoreLocked extends StoreException {
  private static final long serialVersionUID = 1;

  StoreLocked(Path store, String holder, Duration waited) {
    super(
        "store %s is being changed by %s; gave up after %d s; try again when that has ended"
            .formatted(store, holder, waited.toSeconds()));
  }
}
