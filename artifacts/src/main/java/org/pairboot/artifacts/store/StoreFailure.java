package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.file.Path;

/** The file system failed in a way that has no name of its own, such as an I/O error. */
public final class StoreFailure extends StoreException {
  private static final long serialVersionUID = 1;

  StoreFailure(Path store, IOException cause) {
    super("store " + store + ": " + Failures.describe(cause), cause);
  }
}
