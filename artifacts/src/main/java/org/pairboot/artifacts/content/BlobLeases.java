package org.pairboot.artifacts.content;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Locale;
import org.pairboot.artifacts.os.Abi;
import org.pairboot.artifacts.os.LinuxCallException;
import org.pairboot.artifacts.os.LinuxCalls;

/**
 * Leases on files that are being read, which other processes can see before they delete anything. A
 * lease prevents nothing by itself, and ends with the process that took it. Thread-safe.
 */
public interface BlobLeases {
  /** For files that nobody deletes while they are read: takes no leases. */
  BlobLeases NONE = new None();

  /** A lease; closing it ends it. */
  interface Lease extends AutoCloseable {
    /** For files on which no lease can be taken. */
    Lease NONE = () -> {};

    @Override
    void close();
  }

  /**
   * Takes a lease on {@code file}. Where that fails, the lease has no effect: a file can be served
   * without one.
   */
  Lease take(Path file);

  /**
   * Whether anybody, this process included, has a lease on {@code file}.
   *
   * @throws IOException when that cannot be found out
   */
  boolean isLeased(Path file) throws IOException;

  /** The leases of this platform; {@link #NONE} if it has none. */
  static BlobLeases ofPlatform() {
    return Flock.isSupported() ? Flock.INSTANCE : NONE;
  }

  /** No leases at all. */
  final class None implements BlobLeases {
    private None() {}

    @Override
    public Lease take(Path file) {
      return Lease.NONE;
    }

    @Override
    public boolean isLeased(Path file) {
      return false;
    }
  }

  /**
   * Leases by {@code flock(2)}: readers share the lock, and a check tries to take it exclusively.
   * Unlike the locks of {@code FileChannel} (which use {@code fcntl}), these belong to one opening
   * of the file. So they also work within a process, work on read-only files, and are not lost when
   * another reader in the process closes the same file.
   */
  final class Flock implements BlobLeases {
    private static final Flock INSTANCE = new Flock();

    private Flock() {}

    private static boolean isSupported() {
      return System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux");
    }

    @Override
    public Lease take(Path file) {
      try (Arena arena = Arena.ofConfined()) {
        LinuxCalls calls = new LinuxCalls(arena);
        int fd = calls.open(file);
        if (fd < 0) {
          return Lease.NONE;
        }
        if (calls.flock(fd, Abi.LOCK_SH | Abi.LOCK_NB) < 0) {
          // Another process is checking the file right now, or the file system has no locks.
          calls.close(fd);
          return Lease.NONE;
        }
        return () -> close(fd);
      }
    }

    @Override
    public boolean isLeased(Path file) throws IOException {
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
}
