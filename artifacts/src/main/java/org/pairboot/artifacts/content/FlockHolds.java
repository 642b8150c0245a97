package org.pairboot.artifacts.content;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Marks by {@code flock(2)}: readers share the lock, and who asks tries to have it alone. Unlike
 * the locks of {@code FileChannel} (which are those of {@code fcntl}) these belong to one opening
 * of the file, so that they work within a process as well, on files that may only be read, and are
 * not lost when another reader in the process closes the same file.
 */
final class FlockHolds implements Holds {
  static final FlockHolds INSTANCE = new FlockHolds();

  private FlockHolds() {}

  /** Whether this is a system whose constants are known here. */
  static boolean isSupported() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux");
  }

  @Override
  public Hold hold(Path file) {
    int fd = LibC.openForReading(file);
    if (fd < 0) {
      return () -> {};
    }
    if (LibC.flock(fd, LibC.LOCK_SH | LibC.LOCK_NB) < 0) {
      // Somebody is asking just now, or the file system has no locks.
      LibC.close(fd);
      return () -> {};
    }
    return () -> LibC.close(fd);
  }

  @Override
  public boolean isHeld(Path file) throws IOException {
    int fd = LibC.openForReading(file);
    if (fd == -LibC.ENOENT) {
      return false;
    }
    if (fd < 0) {
      throw new IOException("cannot open " + file + " (error " + -fd + ")");
    }
    try {
      return LibC.flock(fd, LibC.LOCK_EX | LibC.LOCK_NB) == -LibC.EWOULDBLOCK;
    } finally {
      LibC.close(fd);
    }
  }
}
