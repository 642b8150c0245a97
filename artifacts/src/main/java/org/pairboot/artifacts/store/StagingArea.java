package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/**
 * All imports under way. A staging belongs to whoever holds the lock in it; one whose lock is free
 * has lost its owner. The caller holds the store's lock, so that none is seen half made.
 */
record StagingArea(StoreLayout layout, Disk disk, String command) {

  Staging create() throws IOException {
    Path directory = layout.stagings().resolve(UUID.randomUUID().toString());
    disk.makeDirectory(directory);
    try {
      return own(directory);
    } catch (IOException | RuntimeException | Error e) {
      deleteAfter(e, directory);
      throw e;
    }
  }

  private Staging own(Path directory) throws IOException {
    if (ProcessLock.acquire(Staging.lockFile(directory), Duration.ZERO, command)
        instanceof ProcessLock.Attempt.Acquired(ProcessLock owned)) {
      try {
        return new Staging(directory, layout.root(), disk, owned);
      } catch (IOException | RuntimeException | Error e) {
        owned.close();
        throw e;
      }
    }
    throw new IOException(directory + " was just made and is locked already");
  }

  private void deleteAfter(Throwable failure, Path directory) {
    try {
      Trees.delete(directory, disk);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * What was left of imports that died.
   *
   * @param bytes length of their files
   */
  record Abandoned(int imports, long bytes) {
    static final Abandoned NONE = new Abandoned(0, 0);

    private Abandoned with(long moreBytes) {
      return new Abandoned(imports + 1, bytes + moreBytes);
    }
  }

  /** Deletes the stagings whose owner is gone. */
  Abandoned removeAbandoned() throws IOException {
    Abandoned abandoned = Abandoned.NONE;
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(layout.stagings())) {
      for (Path directory : directories) {
        abandoned = removeIfAbandoned(directory, abandoned);
      }
    }
    return abandoned;
  }

  private Abandoned removeIfAbandoned(Path directory, Abandoned abandoned) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      disk.delete(directory);
      return abandoned;
    }
    try {
      if (ProcessLock.acquireExisting(Staging.lockFile(directory), command)
          instanceof ProcessLock.Attempt.Acquired(ProcessLock owned)) {
        try (owned) {
          return abandoned.with(Trees.delete(directory, disk));
        }
      }
      return abandoned;
    } catch (NoSuchFileException e) {
      // Nobody has one without a lock: its owner died, or is deleting it just now.
      return abandoned.with(Trees.delete(directory, disk));
    }
  }
}
