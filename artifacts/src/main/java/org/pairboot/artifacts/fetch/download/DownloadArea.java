package org.pairboot.artifacts.fetch.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.pairboot.artifacts.content.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory with all that has been fetched in part, one {@link Slot} for each file. */
record DownloadArea(Path directory) {
  private static final Logger LOG = LoggerFactory.getLogger(DownloadArea.class);
  private static final int KEY_DIGITS = 32;
  private static final Pattern KEY = Pattern.compile("(sha256|url)-[0-9a-f]{" + KEY_DIGITS + "}");

  /** What stands for {@code artifact}: the same file from another mirror is continued, too. */
  static String key(Artifact artifact) {
    return artifact
        .sha256()
        .map(digest -> "sha256-" + prefix(digest))
        .orElseGet(() -> {
          byte[] url = artifact.source().toString().getBytes(StandardCharsets.UTF_8);
          return "url-" + prefix(Sha256.of(ByteBuffer.wrap(url)));
        });
  }

  /** The slot of {@code key}; empty when somebody else has it. */
  Optional<Slot> take(String key) throws IOException {
    return Slot.take(directory.resolve(key));
  }

  /** Deletes slots in which nothing has arrived for {@code age}. */
  void prune(Duration age, Instant now) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (KEY.matcher(entry.getFileName().toString()).matches() && isOlder(entry, now, age)) {
          delete(entry);
        }
      }
    } catch (IOException e) {
      LOG.debug("{} was not cleared up", directory, e);
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

  private static boolean isOlder(Path slot, Instant now, Duration age) throws IOException {
    Instant last = Files.getLastModifiedTime(slot).toInstant();
    Path part = slot.resolve("part");
    if (Files.exists(part)) {
      Instant written = Files.getLastModifiedTime(part).toInstant();
      last = written.isAfter(last) ? written : last;
    }
    return last.isBefore(now.minus(age));
  }

  private static String prefix(Sha256 digest) {
    return digest.hex().substring(0, KEY_DIGITS);
  }
}
