package org.pairboot.artifacts.content;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Locale;
import org.pairboot.artifacts.os.Abi;
import org.pairboot.artifacts.os.LinuxCallException;
import org.pairboot.artifacts.os.LinuxCalls;

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
    try (Arena arena = Arena.ofConfined()) {
      LinuxCalls calls = new LinuxCalls(arena);
      int fd = calls.open(file);
      if (fd < 0) {
        return () -> {};
      }
      if (calls.flock(fd, Abi.LOCK_SH | Abi.LOCK_NB) < 0) {
        // Another process is checking the file right now, or the file system has no locks.
        calls.close(fd);
        return () -> {};
      }
      return () -> close(fd);
    }
  }

  @Override
  public boolean isHeld(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      LinuxCalls calls = new LinuxCalls(arena);
      int fd = calls.open(file);
      if (fd == -Abi.ENOENT) {
        return false;
      }
      LinuxCallException.check("open " + file, fd);
      try {
        return calls.flock(fd, Abi.LOCK_EX | Abi.LOCK_NB) == -Abi.EWOULDBLOCK;
      } finally {
        calls.close(fd);
      }
    }
  }

  private static void close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      new LinuxCalls(arena).close(fd);
    }
  }
}
