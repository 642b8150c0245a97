package org.pairboot.artifacts.store;

import java.nio.file.Path;
import org.pairboot.artifacts.content.Sha256;

/** Where things are in a store. */
record StoreLayout(Path root) {

  Path marker() {
    return root.resolve("oci-layout");
  }

  Path index() {
    return root.resolve("index.json");
  }

  Path blobs() {
    return root.resolve("blobs").resolve("sha256");
  }

  Path blob(Sha256 digest) {
    return blobs().resolve(digest.hex());
  }

  /** What is ours alone; other tools do not look into it. */
  Path own() {
    return root.resolve(".pairboot");
  }

  Path lock() {
    return own().resolve("lock");
  }

  Path pending() {
    return own().resolve("pending");
  }

  Path stagings() {
    return own().resolve("staging");
  }

  /** The place at which a new form of {@code file} is written before it is renamed. */
  Path draftOf(Path file) {
    return own().resolve(file.getFileName() + ".new");
  }
}
