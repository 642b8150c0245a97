package org.pairboot.artifacts.store;

import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.index.IndexState;
import org.pairboot.artifacts.store.index.StoreIndex;
import org.pairboot.artifacts.store.local.LocalState;
import org.pairboot.artifacts.store.local.LocalState.Known;
import org.pairboot.artifacts.store.local.LocalState.Publication;
import org.pairboot.artifacts.store.local.LocalStateFile;

/** Notes what proofs of image versions found. */
final class ProofRecorder {
  private final StoreIndex index;
  private final InstantSource clock;

  ProofRecorder(StoreIndex index, InstantSource clock) {
    this.index = index;
    this.clock = clock;
  }

  Void record(Map<ImageVersion, Verification> found) throws IOException {
    return index.change(transaction -> {
      IndexState now = transaction.index();
      for (Map.Entry<ImageVersion, Verification> each : found.entrySet()) {
        // One after the other, as what is published now gets a number of its own.
        LocalState knows = with(now, each.getKey(), each.getValue());
        now =
            new IndexState(now.document(), now.entries(), new LocalStateFile.Reading.Intact(knows));
      }
      transaction.commit(now.known());
      return null;
    });
  }

  /** What is known {@code now}, and that {@code image} is {@code found}. */
  private LocalState with(IndexState now, ImageVersion image, Verification found) {
    LocalState knows = now.known();
    for (IndexEntry.Readable entry : now.entriesLike(image)) {
      Optional<Publication> publication = now.publication(entry);
      if (publication.isEmpty() && found.isServed()) {
        // For this store, what it proves now it publishes now, whatever its documents say.
        publication =
            Optional.of(
                new Publication(
                    now.orderOf(image.ref()), clock.instant().truncatedTo(ChronoUnit.MILLIS)));
      }
      knows = knows.with(entry.manifest().digest(), new Known(publication, found));
    }
    return knows;
  }
}
