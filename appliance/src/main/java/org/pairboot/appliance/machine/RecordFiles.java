package org.pairboot.appliance.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pairboot.appliance.machine.RecordText.RecordFormatException;
import org.pairboot.artifacts.content.DirectoryOwner;
import org.pairboot.artifacts.store.disk.Disk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory with one small file for each record. A file is replaced as a whole, so a crash
 * leaves the old or the new one. Other processes may change files too; they win, because a person
 * follows them. Not thread-safe.
 */
final class RecordFiles {
  private static final Logger LOG = LoggerFactory.getLogger(RecordFiles.class);
  private static final String TEMPORARY = ".tmp";

  /** As far apart as the file times of the coarsest file systems (FAT). */
  private static final Duration COARSEST_TIME = Duration.ofSeconds(2);

  /** A record has a few hundred bytes. */
  private static final int MAX_LENGTH = 64 * 1024;

  private final Path directory;
  private final Disk disk;
  private final Map<String, Stamp> known = new HashMap<>();
  private Optional<FileTime> directoryTime = Optional.empty();
  private long changedAt = System.nanoTime();
  private int written;

  RecordFiles(Path directory, Disk disk) {
    this.directory = directory;
    this.disk = disk;
  }

  /** What another process has done to a file. */
  sealed interface Change {
    String file();

    record Written(String file, BootRecord record) implements Change {}

    record Deleted(String file) implements Change {}

    /** It contains something that is not a record. */
    record Damaged(String file, String identifier) implements Change {}
  }

  /** Changes whenever a file is replaced or written to. */
  private record Stamp(FileTime modified, long size, Object key) {
    static Optional<Stamp> of(Path file) throws IOException {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return Optional.of(new Stamp(found.lastModifiedTime(), found.size(), found.fileKey()));
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
    }
  }

  /** What other processes have changed since the last call; at the first one, all that is there. */
  List<Change> changes() throws IOException {
    Optional<FileTime> time = Stamp.of(directory).map(Stamp::modified);
    if (!time.equals(directoryTime)) {
      directoryTime = time;
      changedAt = System.nanoTime();
    } else if (System.nanoTime() - changedAt > COARSEST_TIME.toNanos()) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    Set<String> gone = new HashSet<>(known.keySet());
    for (Path path : time.isPresent() ? list() : List.<Path>of()) {
      String file = path.getFileName().toString();
      gone.remove(file);
      change(path, file).ifPresent(changes::add);
    }
    for (String file : gone) {
      known.remove(file);
      changes.add(new Change.Deleted(file));
    }
    return changes;
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(path ->
              path.toString().endsWith(RecordText.ENDING)
                  || path.toString().endsWith(RecordText.OLD_ENDING))
          .sorted()
          .toList();
    }
  }

  private Optional<Change> change(Path path, String file) throws IOException {
    Optional<Stamp> stamp = Stamp.of(path);
    if (stamp.isEmpty() || stamp.get().equals(known.get(file))) {
      return Optional.empty();
    }
    known.put(file, stamp.get());
    try {
      return Optional.of(new Change.Written(file, read(path, stamp.get().size())));
    } catch (NoSuchFileException e) {
      known.remove(file);
      return Optional.of(new Change.Deleted(file));
    } catch (RecordFormatException e) {
      Optional<String> identifier = RecordText.identifier(file);
      if (identifier.isEmpty()) {
        LOG.warn("{} is not the record of a machine and is ignored: {}", path, e.getMessage());
        return Optional.empty();
      }
      LOG.error(
          "{} is damaged; delete it if {} may boot once more: {}",
          path,
          identifier.get(),
          e.getMessage());
      return Optional.of(new Change.Damaged(file, identifier.get()));
    }
  }

  private static BootRecord read(Path path, long size) throws IOException, RecordFormatException {
    if (!Files.isRegularFile(path) || size > MAX_LENGTH) {
      throw new RecordFormatException("it is too large, or no file");
    }
    return RecordText.read(path.getFileName().toString(), Files.readAllBytes(path));
  }

  /**
   * Writes {@code record}, unless another process has changed its file.
   *
   * @return whether it was written
   */
  boolean write(BootRecord record) throws IOException {
    Path path = directory.resolve(record.file());
    if (isChanged(path)) {
      return false;
    }
    DirectoryOwner.makeDirectories(directory);
    Path temporary =
        directory.resolve(
            record.file() + "." + ProcessHandle.current().pid() + "." + written++ + TEMPORARY);
    try {
      try (FileChannel channel = disk.create(temporary)) {
        disk.write(channel, ByteBuffer.wrap(RecordText.write(record)));
        disk.sync(channel);
      }
      disk.rename(temporary, path);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    Stamp.of(path).ifPresent(stamp -> known.put(record.file(), stamp));
    return true;
  }

  /** Deletes a file, unless another process has changed it. */
  void delete(String file) throws IOException {
    Path path = directory.resolve(file);
    if (!isChanged(path)) {
      disk.delete(path);
      known.remove(file);
    }
  }

  private boolean isChanged(Path path) throws IOException {
    String file = path.getFileName().toString();
    boolean changed = !Stamp.of(path).equals(Optional.ofNullable(known.get(file)));
    if (changed) {
      // An editor may have changed the file without changing the directory.
      changedAt = System.nanoTime();
    }
    return changed;
  }

  /** Makes what was written and deleted before survive a power failure. */
  void sync() throws IOException {
    disk.syncDirectory(directory);
  }

  /** Deletes what was left of a crash; while other processes may write, only what is old. */
  void deleteLeftovers(FileTime before) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(path -> path.toString().endsWith(TEMPORARY)).toList()) {
        Optional<Stamp> stamp = Stamp.of(file);
        if (stamp.isPresent() && stamp.get().modified().compareTo(before) < 0) {
          disk.delete(file);
        }
      }
    }
  }
}
