package org.pairboot.artifacts.store.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.pairboot.artifacts.content.DiskSpace;
import org.pairboot.conf.NearMatch;

/**
 * The store cannot do what was asked. The message is one line for people: what, where, remedy. It
 * names no command or option, because not only the command line shows it.
 */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1;

  // Java has no type for EROFS; this is the text of strerror(3).
  private static final String READ_ONLY = "read-only file system";

  private static final int MAX_LISTED_NAMES = 10;

  private final Kind kind;

  /** What kind of problem it is. */
  public enum Kind {
    /** There is no store where one is needed. */
    NO_STORE,
    /** The directory contains something else. */
    NOT_A_STORE,
    /** A file that the whole store depends on is missing or unreadable. */
    BROKEN_STORE,
    /** A later release wrote the store, in a format that this release does not know. */
    NEWER_STORE,
    /** The process may not write to the store. */
    NOT_WRITABLE,
    /** Another writer held the store's lock for longer than the caller was ready to wait. */
    LOCKED,
    /** The store's file system has no room for what is to be written. Nothing was published. */
    DISK_FULL,
    NO_SUCH_IMAGE,
    NO_SUCH_CHANNEL,
    /** Other content was published under this reference; versions never change. */
    IMAGE_EXISTS,
    /** A version and a channel of one image would have the same name. */
    NAME_TAKEN,
    /** A channel points to the version, or machines boot it, so it cannot be removed. */
    VERSION_IN_USE,
    /** What was staged is not an image: a part is missing or doubled, or a text is not one line. */
    NOT_PUBLISHABLE,
    /** What images are to be copied from is not an OCI image layout, or a damaged one. */
    BAD_LAYOUT,
    /** Any other failure of the file system, such as an I/O error. */
    IO_ERROR
  }

  public StoreException(Kind kind, String message) {
    this(kind, message, null);
  }

  public StoreException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** Says why {@code file}, which the whole store depends on, cannot be used. */
  public static StoreException broken(Path file, String problem) {
    return new StoreException(
        Kind.BROKEN_STORE,
        "%s %s; restore it from a backup, or move the store away and import the images again"
            .formatted(file, problem));
  }

  /**
   * Says that there is no image {@code wanted}.
   *
   * @param known the names of those that there are, for a suggestion
   */
  public static StoreException noSuchImage(String wanted, Collection<String> known) {
    return new StoreException(
        Kind.NO_SUCH_IMAGE, "image " + wanted + " not found" + suggestion(wanted, known, "images"));
  }

  /** Says that there is no channel {@code wanted}. */
  public static StoreException noSuchChannel(String wanted, Collection<String> known) {
    return new StoreException(
        Kind.NO_SUCH_CHANNEL,
        "channel " + wanted + " not found" + suggestion(wanted, known, "channels"));
  }

  private static String suggestion(String wanted, Collection<String> known, String what) {
    if (known.isEmpty()) {
      return "; the store has no " + what;
    }
    return NearMatch.of(wanted, known)
        .map(near -> "; did you mean " + near + "?")
        .orElseGet(() -> "; the store has " + listed(known));
  }

  private static String listed(Collection<String> names) {
    List<String> sorted = names.stream().distinct().sorted().toList();
    int more = sorted.size() - MAX_LISTED_NAMES;
    return more <= 0
        ? String.join(", ", sorted)
        : String.join(", ", sorted.subList(0, MAX_LISTED_NAMES)) + " and " + more + " more";
  }

  /** Turns what the file system reported about the store in {@code store} into a message. */
  public static StoreException of(Path store, IOException cause) {
    return of(store, cause, 0);
  }

  /**
   * Turns what the file system reported into a message.
   *
   * @param needed how many bytes were to be written; 0 if unknown
   */
  public static StoreException of(Path store, IOException cause, long needed) {
    if (cause instanceof StoreException known) {
      return known;
    }
    if (DiskSpace.isFull(cause)) {
      return full(store, needed, cause);
    }
    if (cause instanceof AccessDeniedException denied) {
      return notWritable(Path.of(denied.getFile()), "permission denied", cause);
    }
    if (String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains(READ_ONLY)) {
      return new StoreException(
          Kind.NOT_WRITABLE,
          "cannot write to %s: %s; remount it writable (the kernel's log says if it is so because of a disk error), or use another data directory"
              .formatted(store, READ_ONLY),
          cause);
    }
    return new StoreException(Kind.IO_ERROR, "store " + store + ": " + describe(cause), cause);
  }

  /**
   * The reason without the class name, which is all that some of Java's own messages consist of.
   */
  public static String describe(IOException cause) {
    return switch (cause) {
      case NoSuchFileException e -> e.getFile() + " is missing";
      case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
      case IOException e when e.getMessage() != null -> e.getMessage();
      default -> cause.getClass().getSimpleName();
    };
  }

  private static StoreException notWritable(Path place, String reason, IOException cause) {
    return new StoreException(
        Kind.NOT_WRITABLE,
        "cannot write to %s as user %s: %s; run as a user who may write there, or use another data directory"
            .formatted(place, System.getProperty("user.name"), reason),
        cause);
  }

  /**
   * Says that there is no room.
   *
   * @param needed bytes that could not be written; 0 when it was a file or a directory
   */
  static StoreException full(Path store, long needed, IOException cause) {
    long free = DiskSpace.free(store);
    return new StoreException(
        Kind.DISK_FULL,
        "file system %s of store %s is full: %s; nothing was published"
            .formatted(fileSystem(store), store, shortage(needed, free)),
        cause);
  }

  private static String shortage(long needed, long free) {
    if (needed > free) {
      return DiskSpace.shortage(needed, free);
    }
    return free == 0
        ? "no bytes are free"
        : "writing failed with %,d bytes free; inodes (df -i) or a quota may be used up"
            .formatted(free);
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
