package org.pairboot.artifacts.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.Part;
import org.pairboot.artifacts.store.oci.OciNames;

/** Builds snapshots from {@code index.json} and the blobs. */
record SnapshotReader(IndexFile indexFile, Blobs blobs) {

  /**
   * The state of the store now. Blobs that are also in {@code previous} keep their {@link Content},
   * and with it the open file and the mapping that running transfers share.
   */
  Snapshot read(Snapshot previous) throws IOException {
    Map<Sha256, Content> known = new HashMap<>();
    for (ImageVersion image : previous.all()) {
      image.parts().forEach(part -> known.put(part.digest(), part.content()));
    }
    ContentSource shared =
        (digest, size) -> {
          Content content = known.computeIfAbsent(digest, d -> blobs.content(d, size));
          // A manifest that lies about a length must not spoil the blob for the others.
          return content.length() == size ? content : blobs.content(digest, size);
        };
    List<ImageVersion> images = new ArrayList<>();
    List<DamagedImage> damaged = new ArrayList<>();
    List<Entry> entries = new EntryReader(blobs).read(indexFile.read(), shared);
    for (Entry entry : entries) {
      switch (entry) {
        case Entry.Readable readable -> {
          Optional<String> damage = partDamage(readable.image());
          if (damage.isEmpty()) {
            images.add(readable.image());
          } else {
            damaged.add(damaged(entry, damage.get()));
          }
        }
        case Entry.Damaged unreadable -> damaged.add(damaged(entry, unreadable.reason()));
        case Entry.Foreign foreign -> {}
      }
    }
    return new Snapshot(images, damaged, Channels.of(entries).targets());
  }

  private Optional<String> partDamage(ImageVersion image) throws IOException {
    for (Part part : image.parts()) {
      Optional<String> damage = blobs.lengthDamage(part.digest(), part.length());
      if (damage.isPresent()) {
        return Optional.of(part.fileName() + " " + damage.get());
      }
    }
    return Optional.empty();
  }

  private static DamagedImage damaged(Entry entry, String reason) {
    String label =
        entry
            .ref()
            .map(Object::toString)
            .or(() -> entry.descriptor().annotation(OciNames.REF_NAME))
            .orElseGet(() -> entry.descriptor().digest().toString());
    return new DamagedImage(label, reason);
  }
}
