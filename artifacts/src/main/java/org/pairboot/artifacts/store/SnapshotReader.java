package org.pairboot.artifacts.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.Snapshot.DamagedImage;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.index.IndexState;
import org.pairboot.artifacts.store.index.StoreIndex;
import org.pairboot.artifacts.store.oci.OciNames;

/** Builds snapshots from {@code index.json} and the blobs. */
final class SnapshotReader {
  private final StoreIndex index;

  SnapshotReader(StoreIndex index) {
    this.index = index;
  }

  /**
   * The state of the store now. Blobs that are also in {@code previous} keep their {@link Content},
   * and with it the open file and the mapping that running transfers share.
   */
  Snapshot read(Snapshot previous) throws IOException {
    Map<Sha256, Content> known = new HashMap<>();
    for (ImageVersion image : previous.all()) {
      image.parts().forEach(part -> known.put(part.digest(), part.content()));
    }
    return of(
        index.read((digest, size) -> {
          Content content = known.computeIfAbsent(digest, d -> index.blobs().content(d, size));
          // A manifest with a wrong length must not spoil the blob for the others.
          return content.length() == size ? content : index.blobs().content(digest, size);
        }));
  }

  /** {@code state} as a snapshot. */
  Snapshot of(IndexState state) throws IOException {
    List<ImageVersion> images = new ArrayList<>();
    List<DamagedImage> damaged = new ArrayList<>();
    for (IndexEntry entry : state.entries()) {
      switch (entry) {
        case IndexEntry.Readable readable -> {
          Optional<String> damage = partDamage(readable.image());
          if (damage.isEmpty()) {
            images.add(readable.image());
          } else {
            damaged.add(damaged(entry, damage.get()));
          }
        }
        case IndexEntry.Damaged unreadable -> damaged.add(damaged(entry, unreadable.reason()));
        case IndexEntry.Foreign foreign -> {}
      }
    }
    return new Snapshot(images, damaged, state.channels());
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

  private static DamagedImage damaged(IndexEntry entry, String reason) {
    String label =
        entry
            .ref()
            .map(Object::toString)
            .or(() -> entry.descriptor().annotation(OciNames.REF_NAME))
            .orElseGet(() -> entry.descriptor().digest().toString());
    return new DamagedImage(label, reason);
  }
}
