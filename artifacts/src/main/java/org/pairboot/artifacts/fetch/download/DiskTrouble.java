package org.pairboot.artifacts.fetch.download;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.pairboot.artifacts.fetch.transport.TransferException;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;

/** What ends a download on this side. */
final class DiskTrouble {
  // Java has no types for these; the texts are strerror's, of ENOSPC and EDQUOT.
  private static final List<String> FULL = List.of("no space left", "quota exceeded");

  private DiskTrouble() {}

  /** {@code cause}, which has kept {@code file} from being written. */
  static TransferException of(Path file, IOException cause) {
    if (cause instanceof TransferException known) {
      return known;
    }
    String reason =
        cause instanceof FileSystemException e && e.getReason() != null
            ? e.getReason()
            : String.valueOf(cause.getMessage());
    boolean full = FULL.stream().anyMatch(reason.toLowerCase(Locale.ROOT)::contains);
    return new TransferException(
        Kind.FINAL,
        full
            ? "the file system of %s is full; make room and try again".formatted(file.getParent())
            : "%s cannot be written: %s".formatted(file, reason),
        cause);
  }

  /** Throws when the file system of {@code directory} has fewer than {@code needed} bytes free. */
  static void requireSpace(Path directory, long needed) throws TransferException {
    // Not of the FileStore: in a chroot, Java finds none. What nobody can tell is 0, as is a full
    // disk, which says so itself when it is written to.
    long free = directory.toFile().getUsableSpace();
    if (free > 0 && free < needed) {
      throw new TransferException(
          Kind.FINAL,
          "the file system of %s has too little room: %,d bytes needed, %,d free"
              .formatted(directory, needed, free));
    }
  }
}
