package org.pairboot.artifacts.store;

import java.nio.file.Path;

/** The directory holds something else, or nothing where a store is needed. */
public final class NotAStore extends StoreException {
  private static final long serialVersionUID = 1;

  NotAStore(Path directory, String found) {
    super(
        "%s is not an image store: it holds '%s' and no oci-layout; name an empty or new directory"
            .formatted(directory, found));
  }

  private NotAStore(String message) {
    super(message);
  }

  static NotAStore absent(Path directory) {
    return new NotAStore(
        "there is no image store in "
            + directory
            + "; 'pairboot import' makes one, --data-dir names another");
  }

  NotAStore(Path notADirectory) {
    super(notADirectory + " is not a directory; name an empty or new directory for the store");
  }
}
