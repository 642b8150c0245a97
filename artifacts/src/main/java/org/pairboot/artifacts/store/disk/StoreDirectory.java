package org.pairboot.artifacts.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.pairboot.artifacts.content.DiskSpace;
import org.pairboot.artifacts.content.Sha256;

/**
 * The directory of a store: where things are in it, how they are changed durably, and the lock that
 * writers take. Thread-safe.
 */
public final class StoreDirectory {
  /** The file that makes a directory an OCI layout. */
  public static final String MARKER = "oci-layout";

  private static final String FRESH_OWN = ".pairboot.new-";

  private final Path root;
  private final Path blobs;
  private final Disk disk;
  private final Duration lockWait;
  private final String command;

  /**
   * @param lockWait how long to wait for another writer
   * @param command what this process is doing, which other processes show while they wait for it
   */
  public StoreDirectory(Path root, Disk disk, Duration lockWait, String command) {
    this.root = root;
    this.blobs = root.resolve("blobs").resolve("sha256");
    this.disk = disk;
    this.lockWait = lockWait;
    this.command = command;
  }

  public Path root() {
    return root;
  }

  public Disk disk() {
    return disk;
  }

  public String command() {
    return command;
  }

  public Path marker() {
    return root.resolve(MARKER);
  }

  public Path index() {
    return root.resolve("index.json");
  }

  public Path blobs() {
    return blobs;
  }

  public Path blob(Sha256 digest) {
    return blobs.resolve(digest.hex());
  }

  /** What belongs to Pairboot alone; other tools do not look into it. */
  public Path own() {
    return root.resolve(".pairboot");
  }

  /** What this store knows for itself. */
  public Path state() {
    return own().resolve("state.json");
  }

  /**
   * Makes {@link #own} with {@code state} in it, unless it exists. It appears with the file, or not
   * at all: without the file, it would be that of an earlier release.
   */
  public void makeOwn(Supplier<byte[]> state) throws IOException {
    if (Files.exists(own())) {
      return;
    }
    Path fresh = root.resolve(FRESH_OWN + UUID.randomUUID());
    try {
      disk.makeDirectory(fresh);
      write(fresh.resolve(state().getFileName()), state.get());
      disk.syncDirectory(fresh);
      disk.rename(fresh, own());
    } catch (IOException e) {
      // Another process may have been quicker.
      if (!Files.exists(own())) {
        throw e;
      }
      deleteTree(fresh);
    }
    disk.syncDirectory(root);
  }

  /** Deletes what {@link #makeOwn} left behind where it died. The caller holds the lock. */
  public void deleteFreshOwn() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(root, FRESH_OWN + "*")) {
      for (Path fresh : left) {
        deleteTree(fresh);
      }
    }
  }

  /** Whether {@code name} is that of a directory that {@link #makeOwn} is about to rename. */
  public static boolean isFreshOwn(String name) {
    return name.startsWith(FRESH_OWN);
  }

  public Path pending() {
    return own().resolve("pending");
  }

  public Path stagings() {
    return own().resolve("staging");
  }

  /** Where a new version of {@code file} is written before it is renamed. */
  public Path draftOf(Path file) {
    return own().resolve(file.getFileName() + ".new");
  }

  /**
   * Takes the lock that one writer at a time holds, over all processes. Waits as long as this store
   * was opened to wait.
   *
   * @throws StoreException when another writer holds it for longer
   */
  public ProcessLock lock() throws IOException {
    return switch (attempt(lockWait)) {
      case ProcessLock.Attempt.Acquired acquired -> acquired.lock();
      case ProcessLock.Attempt.Refused refused ->
          throw new StoreException(
              StoreException.Kind.LOCKED,
              "%s is changing store %s; gave up after %d s; try again when it has finished"
                  .formatted(refused.holder(), root, lockWait.toSeconds()));
    };
  }

  /** Takes the lock without waiting; empty when another writer holds it. */
  public Optional<ProcessLock> tryLock() throws IOException {
    return attempt(Duration.ZERO) instanceof ProcessLock.Attempt.Acquired(ProcessLock lock)
        ? Optional.of(lock)
        : Optional.empty();
  }

  private ProcessLock.Attempt attempt(Duration wait) throws IOException {
    return ProcessLock.acquire(own().resolve("lock"), wait, command);
  }

  /**
   * Fails when the file system has fewer than {@code needed} bytes free.
   *
   * @throws StoreException with the numbers
   */
  public void requireSpace(long needed) throws StoreException {
    if (DiskSpace.isTooSmall(root, needed)) {
      throw StoreException.full(root, needed, null);
    }
  }

  /**
   * Replaces a small file in one step: after this, and after any crash within it, {@code file} is
   * the old or the new one. The caller holds the lock.
   */
  public void replace(Path file, byte[] bytes) throws IOException {
    Path draft = draftOf(file);
    disk.delete(draft);
    try {
      write(draft, bytes);
      disk.rename(draft, file);
    } catch (IOException e) {
      deleteAfter(e, draft);
      throw e;
    }
    disk.syncDirectory(file.getParent());
  }

  /** Writes a new small file and brings it to stable storage. */
  public void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel = disk.create(file)) {
      disk.write(channel, ByteBuffer.wrap(bytes));
      disk.sync(channel);
    } catch (IOException e) {
      throw StoreException.of(root, e, bytes.length);
    }
  }

  /** On a full disk, a half-written draft occupies the last bytes. */
  private void deleteAfter(IOException failure, Path draft) {
    try {
      disk.delete(draft);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Deletes {@code directory} and everything in it, without following links. Harmless if it is
   * gone, or if somebody else is deleting it too. Returns how many bytes were deleted.
   */
  public long deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return 0;
    }
    AtomicLong bytes = new AtomicLong();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            disk.delete(file);
            bytes.addAndGet(attributes.size());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem)
              throws IOException {
            if (problem instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw problem;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException problem)
              throws IOException {
            if (problem != null) {
              throw problem;
            }
            disk.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
    return bytes.get();
  }
}
