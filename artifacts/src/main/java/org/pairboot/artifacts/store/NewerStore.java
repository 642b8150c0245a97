package org.pairboot.artifacts.store;

import java.nio.file.Path;
import org.pairboot.artifacts.store.oci.StoreFormat;

/** A later release has written the store, by rules that this one does not know. */
public final class NewerStore extends StoreException {
  private static final long serialVersionUID = 1;

  NewerStore(Path store, String format) {
    super(
        "store %s was written by a newer release of Pairboot (store format %s; this one knows up to %d); use that release, or another --data-dir; nothing was changed"
            .formatted(store, format.replaceAll("[^0-9A-Za-z._-]", "?"), StoreFormat.CURRENT));
  }
}
