package org.pairboot.artifacts.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.pairboot.artifacts.content.DirectoryOwner;

/**
 * An exclusive lock on a file, between processes and between threads of this one. It ends with the
 * process, however that ends.
 */
public final class ProcessLock implements AutoCloseable {
  // File locks belong to the whole process, so the whole process must know which ones it holds.
  // A second channel on a locked file must not even be opened: closing it would drop the lock.
  private static final Set<Path> HELD_HERE = new HashSet<>();

  private static final Set<OpenOption> EXISTING =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
  private static final Set<OpenOption> CREATING =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);

  private static final long POLL_MILLIS = 20;
  private static final int MAX_HOLDER_BYTES = 256;

  private final Path key;
  private final FileChannel channel;

  private ProcessLock(Path key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /** The result of an attempt. */
  public sealed interface Attempt {
    record Acquired(ProcessLock lock) implements Attempt {}

    /**
     * @param holder who has the lock, as {@code COMMAND (pid N)}
     */
    record Refused(String holder) implements Attempt {}
  }

  /**
   * Locks {@code file}, and creates it if it is missing.
   *
   * @param wait how long to wait for another holder
   * @param command written to the file, to tell others who holds the lock
   */
  public static Attempt acquire(Path file, Duration wait, String command) throws IOException {
    return acquire(file, wait, command, CREATING);
  }

  /**
   * Locks {@code file} without waiting.
   *
   * @throws java.nio.file.NoSuchFileException when the file is missing
   */
  public static Attempt acquireExisting(Path file, String command) throws IOException {
    return acquire(file, Duration.ZERO, command, EXISTING);
  }

  private static Attempt acquire(Path file, Duration wait, String command, Set<OpenOption> options)
      throws IOException {
    long deadline = System.nanoTime() + wait.toNanos();
    Path key = file.getParent().toRealPath().resolve(file.getFileName());
    if (!enter(key, deadline)) {
      return new Attempt.Refused("this process (pid " + ProcessHandle.current().pid() + ")");
    }
    Attempt attempt = null;
    try {
      attempt = acquireFile(key, deadline, command, options);
      return attempt;
    } finally {
      if (!(attempt instanceof Attempt.Acquired)) {
        leave(key);
      }
    }
  }

  @Override
  public void close() {
    try (channel) {
      channel.truncate(0);
    } catch (IOException e) {
      // The lock still ends with the channel. A stale name in the file misleads nobody, because it
      // is read only while somebody holds the lock.
    } finally {
      leave(key);
    }
  }

  private static Attempt acquireFile(
      Path file, long deadline, String command, Set<OpenOption> options) throws IOException {
    FileChannel channel = FileChannel.open(file, options);
    DirectoryOwner.inherit(file);
    Attempt attempt = null;
    try {
      while (!tryLock(channel)) {
        if (System.nanoTime() >= deadline) {
          return new Attempt.Refused(readHolder(channel));
        }
        pause();
      }
      writeHolder(channel, command);
      attempt = new Attempt.Acquired(new ProcessLock(file, channel));
      return attempt;
    } finally {
      if (!(attempt instanceof Attempt.Acquired)) {
        channel.close();
      }
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another path to the same file, such as a bind mount, hid that this process holds the lock.
      return false;
    }
  }

  private static void writeHolder(FileChannel channel, String command) {
    String holder = command + " (pid " + ProcessHandle.current().pid() + ")\n";
    try {
      channel.truncate(0);
      channel.write(StandardCharsets.UTF_8.encode(holder));
    } catch (IOException e) {
      // A full disk must not prevent anybody from removing images; then others see no name.
    }
  }

  private static String readHolder(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MAX_HOLDER_BYTES);
    channel.read(bytes, 0);
    String holder = StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
    return holder.isEmpty() || holder.chars().anyMatch(Character::isISOControl)
        ? "another process"
        : holder;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a lock", e);
    }
  }

  private static boolean enter(Path key, long deadline) throws IOException {
    synchronized (HELD_HERE) {
      while (!HELD_HERE.add(key)) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        try {
          HELD_HERE.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted while waiting for a lock", e);
        }
      }
      return true;
    }
  }

  private static void leave(Path key) {
    synchronized (HELD_HERE) {
      HELD_HERE.remove(key);
      HELD_HERE.notifyAll();
    }
  }
}
