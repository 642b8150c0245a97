package org.pairboot.artifacts.store;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.VersionSnapshot.Examined;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.index.IndexState;
import org.pairboot.artifacts.store.index.StoreIndex;

/** Builds snapshots from {@code index.json} and the blobs. Not thread-safe. */
final class SnapshotReader {
  private final StoreIndex index;
  private List<IndexEntry> known = List.of();

  SnapshotReader(StoreIndex index) {
    this.index = index;
  }

  /**
   * The state of the store now. Blobs that are also in {@code previous} keep their {@link Content},
   * and with it the open file and the mapping that running transfers share. Manifests that were
   * read for an earlier snapshot are not read again.
   */
  Snapshot read(Snapshot previous) throws IOException {
    Map<Sha256, Content> contents = new ConcurrentHashMap<>();
    for (ImageVersion image : previous.all()) {
      image.parts().forEach(part -> contents.put(part.digest(), part.content()));
    }
    IndexState state =
        index.read(
            (digest, size) -> {
              Content content =
                  contents.computeIfAbsent(digest, d -> index.blobs().content(d, size));
              // A manifest with a wrong length must not spoil the blob for the others.
              return content.length() == size ? content : index.blobs().content(digest, size);
            },
            known);
    known = state.entries();
    return of(state);
  }

  /** {@code state} as a snapshot. */
  Snapshot of(IndexState state) throws IOException {
    List<Examined> examined =
        StoreIndex.inOrder(
            state.entries(), entry -> new Examined(entry, damage(entry), state.publication(entry)));
    return new Snapshot(examined, state.channels(), state.local());
  }

  private Optional<String> damage(IndexEntry entry) throws IOException {
    return switch (entry) {
      case IndexEntry.Readable readable -> partDamage(readable.image());
      case IndexEntry.Damaged unreadable -> Optional.of(unreadable.reason());
      case IndexEntry.Foreign _ -> Optional.empty();
    };
  }

  private Optional<String> partDamage(ImageVersion image) throws IOException {
    for (Part part : image.parts()) {
      Optional<String> damage = index.blobs().lengthDamage(part.digest(), part.length());
      if (damage.isPresent()) {
        return Optional.of(part.fileName() + " " + damage.get());
      }
    }
    return Optional.empty();
  }
}
