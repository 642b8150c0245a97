package org.pairboot.artifacts.fetch.download;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.pairboot.artifacts.content.DirectoryOwner;

/**
 * A directory for one file that is being fetched, locked against other processes. The lock ends
 * with the process; what has arrived stays.
 *
 * <pre>
 * lock          held by whoever is at work here
 * part          what has arrived
 * origin.json   what it is from
 * whole/NAME    all of it, under the name that the import sees
 * </pre>
 */
final class Slot implements AutoCloseable {
  private static final String LOCK = "lock";

  private final Path directory;
  private final FileChannel lock;

  private Slot(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /** Takes the slot in {@code directory}; empty when somebody else has it. */
  static Optional<Slot> take(Path directory) throws IOException {
    DirectoryOwner.makeDirectories(directory);
    Path file = directory.resolve(LOCK);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    DirectoryOwner.inherit(file);
    try {
      // The last holder may have deleted the slot between our opening and locking.
      if (channel.tryLock() != null && Files.exists(file)) {
        Slot slot = new Slot(directory, channel);
        slot.reopen();
        return Optional.of(slot);
      }
    } catch (OverlappingFileLockException e) {
      // Another download of this process.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  Path part() {
    return directory.resolve("part");
  }

  Path origin() {
    return directory.resolve("origin.json");
  }

  /** All is there: gives it the name that the import is to see. */
  Path finish(String name) throws IOException {
    DirectoryOwner.makeDirectories(wholeDirectory());
    return Files.move(part(), wholeDirectory().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes the slot with all that is in it. It still has to be closed. */
  void delete() throws IOException {
    deleteFilesIn(wholeDirectory());
    Files.deleteIfExists(wholeDirectory());
    deleteFilesIn(directory);
    Files.deleteIfExists(directory);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  /** An earlier import may have got all of it and then failed. */
  private void reopen() throws IOException {
    if (Files.isDirectory(wholeDirectory())) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(wholeDirectory())) {
        for (Path file : files) {
          Files.move(file, part(), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private Path wholeDirectory() {
    return directory.resolve("whole");
  }

  private static void deleteFilesIn(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, Files::isRegularFile)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }
}
