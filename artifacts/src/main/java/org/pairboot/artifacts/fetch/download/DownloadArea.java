package org.pairboot.artifacts.fetch.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pairboot.artifacts.content.DirectoryOwner;
import org.pairboot.artifacts.content.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory in which files arrive, with one {@link Slot} for each file. */
final class DownloadArea {
  private static final Logger LOG = LoggerFactory.getLogger(DownloadArea.class);

  /** 128 bits: two files never share a key. */
  private static final int KEY_DIGITS = 32;

  private static final Pattern KEY = Pattern.compile("(sha256|url)-[0-9a-f]{" + KEY_DIGITS + "}");

  private final Path directory;

  DownloadArea(Path directory) {
    this.directory = directory;
  }

  /**
   * The name of the slot of {@code artifact}. It depends on the digest alone where that is known,
   * so that another mirror can resume the same file.
   */
  static String key(Artifact artifact) {
    return artifact
        .sha256()
        .map(digest -> "sha256-" + prefix(digest))
        .orElseGet(() -> {
          byte[] url = artifact.source().identity().getBytes(StandardCharsets.UTF_8);
          return "url-" + prefix(Sha256.of(ByteBuffer.wrap(url)));
        });
  }

  private static String prefix(Sha256 digest) {
    return digest.hex().substring(0, KEY_DIGITS);
  }

  /** The slot of {@code key}; empty when another download has locked it. */
  Optional<Slot> take(String key) throws IOException {
    return Slot.take(directory.resolve(key));
  }

  /** Deletes the slots that have received nothing for {@code age}. */
  void prune(Duration age, Instant now) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (KEY.matcher(entry.getFileName().toString()).matches()
            && Slot.lastUse(entry).isBefore(now.minus(age))) {
          delete(entry);
        }
      }
    } catch (IOException e) {
      LOG.debug("cannot delete old partial downloads in {}", directory, e);
    }
  }

  private static void delete(Path entry) throws IOException {
    Optional<Slot> slot = Slot.take(entry);
    if (slot.isPresent()) {
      try (Slot abandoned = slot.get()) {
        abandoned.delete();
      }
    }
  }

  /**
   * A directory for one file that is being fetched, locked against other processes. The lock ends
   * with the process; what has arrived stays.
   *
   * <pre>
   * lock          locked by the download at work here
   * part          the bytes that have arrived
   * origin.json   which file they come from
   * whole/NAME    the complete file, under the name that the import sees
   * </pre>
   */
  static final class Slot implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String PART = "part";

    private final Path directory;
    private final FileChannel lock;

    private Slot(Path directory, FileChannel lock) {
      this.directory = directory;
      this.lock = lock;
    }

    private static Optional<Slot> take(Path directory) throws IOException {
      DirectoryOwner.makeDirectories(directory);
      Path file = directory.resolve(LOCK);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      DirectoryOwner.inherit(file);
      try {
        // The last owner may have deleted the slot after this process opened the lock file.
        if (channel.tryLock() != null && Files.exists(file)) {
          Slot slot = new Slot(directory, channel);
          slot.reopen();
          return Optional.of(slot);
        }
      } catch (OverlappingFileLockException e) {
        // Another download of this process has it.
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      channel.close();
      return Optional.empty();
    }

    private static Instant lastUse(Path directory) throws IOException {
      Instant last = Files.getLastModifiedTime(directory).toInstant();
      Path part = directory.resolve(PART);
      if (Files.exists(part)) {
        Instant written = Files.getLastModifiedTime(part).toInstant();
        last = written.isAfter(last) ? written : last;
      }
      return last;
    }

    Path part() {
      return directory.resolve(PART);
    }

    Path origin() {
      return directory.resolve("origin.json");
    }

    /** The file is complete: gives it the name that the import will see. */
    Path finish(String name) throws IOException {
      DirectoryOwner.makeDirectories(wholeDirectory());
      return Files.move(part(), wholeDirectory().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes the slot and everything in it. It still has to be closed. */
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

    /** An earlier import may have fetched the complete file and failed afterwards. */
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
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(directory, Files::isRegularFile)) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
    }
  }
}
