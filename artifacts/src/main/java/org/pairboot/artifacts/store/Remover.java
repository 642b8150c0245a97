package org.pairboot.artifacts.store;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.IndexDocument;

/** Takes image versions out of the store. */
record Remover(StoreFiles files, StoreLock lock) {

  void remove(ImageRef ref) throws IOException {
    try (ProcessLock _ = lock.acquire()) {
      files.pending().settle();
      IndexDocument index = files.indexFile().read();
      List<Entry> entries = files.entryReader().read(index, files.blobs()::content);
      Set<Descriptor> removed =
          entries.stream()
              .filter(entry -> entry.ref().filter(ref::equals).isPresent())
              .map(Entry::descriptor)
              .collect(Collectors.toSet());
      if (removed.isEmpty()) {
        throw new NoSuchImage(ref, known(entries));
      }
      Set<String> channels = Channels.of(entries).pointingAt(ref);
      if (!channels.isEmpty()) {
        throw new VersionInUse(ref, channels);
      }
      Set<Sha256> blobs = new HashSet<>();
      for (Descriptor descriptor : removed) {
        blobs.addAll(files.references().of(descriptor));
      }
      files.pending().note(blobs);
      files.indexFile().replace(index.without(removed::contains));
      files.pending().settle();
    }
  }

  static List<String> known(List<Entry> entries) {
    return entries.stream().flatMap(entry -> entry.ref().stream()).map(ImageRef::toString).toList();
  }
}
