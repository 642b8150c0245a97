package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.file.Path;

/** The process may not write to the store. */
public final class StoreNotWritable extends StoreException {
  private static final long serialVersionUID = 1;

  StoreNotWritable(Path place, String reason, IOException cause) {
    super(
        "cannot write to %s as user %s: %s; run as a user who may, or use another --data-dir"
            .formatted(place, System.getProperty("user.name"), reason),
        cause);
  }
}
