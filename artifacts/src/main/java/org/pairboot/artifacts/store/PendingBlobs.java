package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.pairboot.artifacts.content.Sha256;

/**
 * The blobs that the writer at work is about to add or to delete, noted before it begins. Those of
 * them that {@code index.json} does not refer to in the end are garbage, whether the writer
 * finished or died; no other blob is ever deleted, so what another tool is just copying into the
 * layout is safe. The caller holds the store's lock.
 */
record PendingBlobs(StoreLayout layout, Disk disk, References references) {

  void note(Collection<Sha256> digests) throws IOException {
    if (digests.isEmpty()) {
      return;
    }
    String lines = digests.stream().map(Sha256::hex).collect(Collectors.joining("\n", "", "\n"));
    new AtomicFile(layout, disk)
        .replace(layout.pending(), lines.getBytes(StandardCharsets.US_ASCII));
  }

  /** Deletes what the noted blobs left over, and the drafts of a writer that died. */
  void settle() throws IOException {
    deleteIfThere(layout.draftOf(layout.index()));
    deleteIfThere(layout.draftOf(layout.pending()));
    if (!Files.exists(layout.pending())) {
      return;
    }
    Set<Sha256> garbage = noted();
    garbage.removeAll(references.of(new IndexFile(layout, disk).read()));
    for (Sha256 digest : garbage) {
      disk.delete(layout.blob(digest));
    }
    disk.syncDirectory(layout.blobs());
    disk.delete(layout.pending());
  }

  private Set<Sha256> noted() throws IOException {
    Set<Sha256> noted = new LinkedHashSet<>();
    for (String line : Files.readAllLines(layout.pending(), StandardCharsets.US_ASCII)) {
      noted.add(new Sha256(line));
    }
    return noted;
  }

  private void deleteIfThere(Path file) throws IOException {
    if (Files.exists(file)) {
      disk.delete(file);
    }
  }
}
