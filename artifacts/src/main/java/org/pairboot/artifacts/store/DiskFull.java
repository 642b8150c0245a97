package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.file.Path;

/** The store's file system has no room for what is to be written. Nothing was published. */
public final class DiskFull extends StoreException {
  private static final long serialVersionUID = 1;

  /**
   * @param fileSystem as the system names it, with its mount point
   * @param needed bytes that could not be written; 0 when it was a file or a directory
   * @param free bytes that were left
   */
  DiskFull(Path store, String fileSystem, long needed, long free, IOException cause) {
    super(
        "file system %s of store %s is full: %s; nothing was published"
            .formatted(fileSystem, store, reason(needed, free)),
        cause);
  }

  private static String reason(long needed, long free) {
    if (needed > free) {
      return "%,d bytes needed, %,d free".formatted(needed, free);
    }
    return free == 0
        ? "nothing is free"
        : "it takes no more, with %,d bytes free; inodes (df -i) or a quota may be used up"
            .formatted(free);
  }
}
