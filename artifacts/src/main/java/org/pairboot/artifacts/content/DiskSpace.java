package org.pairboot.artifacts.content;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.pairboot.artifacts.text.Sizes;

/** Whether a file system has room. */
public final class DiskSpace {
  // Java has no types for ENOSPC and EDQUOT, only the texts of strerror(3).
  private static final List<String> FULL = List.of("no space left", "quota exceeded");

  private DiskSpace() {}

  /** Whether {@code failure} means that the disk, or the quota of the user, is full. */
  public static boolean isFull(IOException failure) {
    String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return FULL.stream().anyMatch(text::contains);
  }

  /** How many bytes may be written to the file system of {@code directory}; 0 if unknown. */
  public static long free(Path directory) {
    // Not from FileStore: in a chroot, Java finds none.
    return Math.max(0, directory.toFile().getUsableSpace());
  }

  /** Says how many of {@code needed} bytes have no room. */
  public static String shortage(long needed, long free) {
    return "%,d bytes needed, %,d free, %s missing"
        .formatted(needed, free, Sizes.text(needed - free));
  }

  /**
   * Whether {@code needed} bytes are surely too many. An unknown amount is reported as 0, and so is
   * a full disk, which fails by itself when it is written to.
   */
  public static boolean isTooSmall(Path directory, long needed) {
    long free = free(directory);
    return free > 0 && free < needed;
  }
}
