package org.pairboot.artifacts.store.staging;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.pairboot.artifacts.store.disk.Disk;
import org.pairboot.artifacts.store.disk.ProcessLock;
import org.pairboot.artifacts.store.disk.StoreDirectory;

/**
 * The staging directories of all imports of a store. Each belongs to whoever holds the lock in it;
 * when that lock is free, its owner died. All of this happens under the store's lock, so that
 * nobody sees a half-made one.
 */
public final class StagingArea {
  private final StoreDirectory store;
  private final Disk disk;

  public StagingArea(StoreDirectory store) {
    this.store = store;
    this.disk = store.disk();
  }

  /** Creates a staging directory, and deletes abandoned ones. Takes the store's lock. */
  public Staging create() throws IOException {
    try (ProcessLock _ = store.lock()) {
      removeAbandoned();
      Path directory = store.stagings().resolve(UUID.randomUUID().toString());
      disk.makeDirectory(directory);
      try {
        return own(directory);
      } catch (IOException | RuntimeException | Error e) {
        deleteAfter(e, directory);
        throw e;
      }
    }
  }

  private Staging own(Path directory) throws IOException {
    if (ProcessLock.acquire(Staging.lockFile(directory), Duration.ZERO, store.command())
        instanceof ProcessLock.Attempt.Acquired(ProcessLock owned)) {
      try {
        return new Staging(directory, store, owned);
      } catch (IOException | RuntimeException | Error e) {
        owned.close();
        throw e;
      }
    }
    throw new IOException(directory + " was just created, but is locked already");
  }

  private void deleteAfter(Throwable failure, Path directory) {
    try {
      store.deleteTree(directory);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * What imports that died left behind.
   *
   * @param bytes length of their files
   */
  public record Abandoned(int imports, long bytes) {
    private static final Abandoned NONE = new Abandoned(0, 0);

    private Abandoned with(long moreBytes) {
      return new Abandoned(imports + 1, bytes + moreBytes);
    }
  }

  /** Deletes the staging directories of imports that died. The caller holds the store's lock. */
  public Abandoned removeAbandoned() throws IOException {
    disk.makeDirectory(store.stagings());
    Abandoned abandoned = Abandoned.NONE;
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(store.stagings())) {
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
      if (ProcessLock.acquireExisting(Staging.lockFile(directory), store.command())
          instanceof ProcessLock.Attempt.Acquired(ProcessLock owned)) {
        try (owned) {
          return abandoned.with(store.deleteTree(directory));
        }
      }
      return abandoned;
    } catch (NoSuchFileException e) {
      // Every staging has a lock file: the owner of this one died, or is deleting it just now.
      return abandoned.with(store.deleteTree(directory));
    }
  }
}
