package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Turns what the file system says into messages that name the remedy. */
final class Failures {
  // Java has no types for these; the texts are strerror's, of ENOSPC, EDQUOT and EROFS.
  private static final List<String> FULL = List.of("no space left", "quota exceeded");
  private static final String READ_ONLY = "read-only file system";

  private Failures() {}

  /** {@code cause} for people, about the store in {@code store}. */
  static StoreException of(Path store, IOException cause) {
    return of(store, cause, 0);
  }

  /**
   * {@code cause} for people.
   *
   * @param needed how many bytes were to be written, if it is known
   */
  static StoreException of(Path store, IOException cause, long needed) {
    if (cause instanceof StoreException known) {
      return known;
    }
    String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    if (FULL.stream().anyMatch(text::contains)) {
      return full(store, needed, cause);
    }
    if (cause instanceof AccessDeniedException denied) {
      return new StoreNotWritable(Path.of(denied.getFile()), "permission denied", cause);
    }
    if (text.contains(READ_ONLY)) {
      return new StoreNotWritable(store, READ_ONLY, cause);
    }
    return new StoreFailure(store, cause);
  }

  /** Throws {@link DiskFull} when the store's file system has fewer than {@code needed} bytes. */
  static void requireSpace(Path store, long needed) throws StoreException {
    // Not of the FileStore: in a chroot, Java finds none. What nobody can tell is 0, as is a full
    // disk, which says so itself when it is written to.
    long free = store.toFile().getUsableSpace();
    if (free > 0 && free < needed) {
      throw full(store, needed, null);
    }
  }

  /** The reason without the class name that Java's own message may consist of. */
  static String describe(IOException cause) {
    return switch (cause) {
      case NoSuchFileException e -> e.getFile() + " is missing";
      case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
      case IOException e when e.getMessage() != null -> e.getMessage();
      default -> cause.getClass().getSimpleName();
    };
  }

  private static DiskFull full(Path store, long needed, IOException cause) {
    long free = Math.max(0, store.toFile().getUsableSpace());
    return new DiskFull(store, fileSystem(store), needed, free, cause);
  }

  private static String fileSystem(Path store) {
    try {
      // FileStore.toString is "MOUNT POINT (DEVICE)" on Linux.
      return Files.getFileStore(store).toString();
    } catch (IOException e) {
      return "(unknown)";
    }
  }
}
