package org.pairboot.artifacts.store;

import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.index.IndexState;
import org.pairboot.artifacts.store.index.StoreIndex;
import org.pairboot.artifacts.store.local.LocalState;
import org.pairboot.artifacts.store.local.LocalState.Known;
import org.pairboot.artifacts.store.local.LocalState.Publication;

/** Notes what a proof of an image version found. */
final class ProofRecorder {
  private final StoreIndex index;
  private final InstantSource clock;

  ProofRecorder(StoreIndex index, InstantSource clock) {
    this.index = index;
    this.clock = clock;
  }

  boolean record(ImageVersion image, Verification found) throws IOException {
    return index.change(transaction -> {
      IndexState now = transaction.index();
      List<IndexEntry.Readable> entries = now.entriesLike(image);
      LocalState knows = now.known();
      for (IndexEntry.Readable entry : entries) {
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
      transaction.commit(knows);
      return !entries.isEmpty();
    });
  }
}
