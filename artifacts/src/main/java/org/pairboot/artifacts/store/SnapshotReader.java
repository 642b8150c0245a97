package org.pairboot.artifacts.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.store.VersionSnapshot.Examined;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.index.IndexState;
import org.pairboot.artifacts.store.index.StoreIndex;

/** Builds snapshots from {@code index.json} and the blobs. */
final class SnapshotReader {
  private final StoreIndex index;

  SnapshotReader(StoreIndex index) {
    this.index = index;
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
