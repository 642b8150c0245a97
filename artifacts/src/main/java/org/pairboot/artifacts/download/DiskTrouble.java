package org.pairboot.artifacts.download;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.pairboot.artifacts.transport.TransferException;
import org.pairboot.artifacts.transport.TransferException.Kind;

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
    try {
      FileStore store = Files.getFileStore(directory);
      long free = store.getUsableSpace();
      if (free < needed) {
        throw new TransferException(
            Kind.FINAL,
            "file system %s of %s has too little room: %,d bytes needed, %,d free"
                .formatted(store, directory, needed, free));
      }
    } catch (IOException e) {
      throw of(directory, e);
    }
  }
}
