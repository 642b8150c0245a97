package org.pairboot.artifacts.store;

import java.nio.file.Path;

/** A file that the whole store hangs on is missing or unreadable. */
public final class BrokenStore extends StoreException {
  private static final long serialVersionUID = 1;

  BrokenStore(Path file, String problem) {
    super(
        "%s %s; restore it from a backup, or move the store away and import again"
            .formatted(file, problem));
  }
}
