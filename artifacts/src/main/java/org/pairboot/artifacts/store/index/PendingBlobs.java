package org.pairboot.artifacts.store.index;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.disk.Disk;
import org.pairboot.artifacts.store.disk.StoreDirectory;

/**
 * The blobs that the current writer is about to add or to delete, noted before it starts. Those of
 * them that {@code index.json} does not refer to in the end are garbage, whether the writer
 * finished or died. No other blob is deleted, so blobs that another tool is just copying into the
 * layout are safe. The caller holds the store's lock.
 */
final class PendingBlobs {
  private final StoreDirectory directory;
  private final Disk disk;

  PendingBlobs(StoreDirectory directory) {
    this.directory = directory;
    this.disk = directory.disk();
  }

  void note(Collection<Sha256> digests) throws IOException {
    if (digests.isEmpty()) {
      return;
    }
    String lines = digests.stream().map(Sha256::hex).collect(Collectors.joining("\n", "", "\n"));
    directory.replace(directory.pending(), lines.getBytes(StandardCharsets.US_ASCII));
  }

  /** Writes {@code blob}, a small file that was noted. */
  void write(byte[] document, Path blob) throws IOException {
    Path draft = documentDraft();
    disk.delete(draft);
    directory.write(draft, document);
    disk.protect(draft);
    disk.rename(draft, blob);
  }

  private Path documentDraft() {
    return directory.draftOf(Path.of("document"));
  }

  boolean isEmpty() {
    return !Files.exists(directory.pending());
  }

  /** Which of some blobs nothing refers to. */
  @FunctionalInterface
  interface Unreferenced {
    Set<Sha256> of(Set<Sha256> noted) throws IOException;
  }

  /** Deletes those of the noted blobs to which nothing refers, and the note itself. */
  void delete(Unreferenced unreferenced) throws IOException {
    for (Sha256 digest : unreferenced.of(noted())) {
      disk.delete(directory.blob(digest));
    }
    disk.syncDirectory(directory.blobs());
    disk.delete(directory.pending());
  }

  /** Deletes half-written files of a writer that died. */
  void deleteDrafts() throws IOException {
    deleteIfPresent(directory.draftOf(directory.index()));
    deleteIfPresent(directory.draftOf(directory.pending()));
    deleteIfPresent(directory.draftOf(directory.state()));
    deleteIfPresent(documentDraft());
  }

  private Set<Sha256> noted() throws IOException {
    Set<Sha256> noted = new LinkedHashSet<>();
    for (String line : Files.readAllLines(directory.pending(), StandardCharsets.US_ASCII)) {
      noted.add(new Sha256(line));
    }
    return noted;
  }

  private void deleteIfPresent(Path file) throws IOException {
    if (Files.exists(file)) {
      disk.delete(file);
    }
  }
}
