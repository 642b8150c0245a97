package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.file.Path;

/** The store's file system has no room for what is to be written. Nothing was published. */
public final class DiskFull extends StoreException {
  private static final long serialVersionUID = 1;

  /**
   * @param fileSystem as the system names it, with its mount point
   * @param needed bytes that could not be written
   * @param free bytes that were left
   */
  DiskFull(Path store, String fileSystem, long needed, long free, IOException cause) {
    super(
        "file system %s of store %s is full: %,d bytes needed, %,d free; nothing was published"
            .formatted(fileSystem, store, needed, free),
        cause);
  }
}
