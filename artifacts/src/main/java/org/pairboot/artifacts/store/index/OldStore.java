package org.pairboot.artifacts.store.index;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.DefaultImage;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.local.LocalState;
import org.pairboot.artifacts.store.local.LocalState.Known;
import org.pairboot.artifacts.store.local.LocalState.Publication;
import org.pairboot.artifacts.store.oci.ConfigDocument.Claim;
import org.pairboot.artifacts.store.oci.OciNames;

/**
 * What a store of a release before format 3 knew for itself, which it kept in its documents. What
 * it lists stays served, to be proven again, and what machines boot that no plan names stays: the
 * image that it published last.
 */
final class OldStore {
  private OldStore() {}

  static LocalState stateOf(List<IndexEntry> entries) {
    Map<ImageRef, List<IndexEntry>> versions = new LinkedHashMap<>();
    for (IndexEntry entry : entries) {
      entry
          .ref()
          .ifPresent(ref -> versions.computeIfAbsent(ref, _ -> new ArrayList<>()).add(entry));
    }
    List<ImageRef> oldestFirst = new ArrayList<>(versions.keySet());
    oldestFirst.sort(Comparator.comparing(ref -> newness(versions.get(ref))));
    Map<Sha256, Known> manifests = new HashMap<>();
    for (int i = 0; i < oldestFirst.size(); i++) {
      ImageRef ref = oldestFirst.get(i);
      for (IndexEntry entry : versions.get(ref)) {
        Publication publication = new Publication(i + 1L, time(entry));
        manifests.putIfAbsent(
            entry.manifest().digest(), new Known(Optional.of(publication), toProve(entry)));
      }
    }
    Optional<DefaultImage> newest =
        oldestFirst.reversed().stream()
            .flatMap(ref -> defaultImage(versions.get(ref)).stream())
            .findFirst();
    return new LocalState(newest, manifests);
  }

  /** What machines boot that no plan names, if this version is the newest: it is that today. */
  private static Optional<DefaultImage> defaultImage(List<IndexEntry> version) {
    return version.stream()
        .filter(IndexEntry.Readable.class::isInstance)
        .map(entry -> ((IndexEntry.Readable) entry).image())
        .findFirst()
        .map(image ->
            new DefaultImage(
                new ImageSelector(image.ref().name(), Optional.empty()),
                false,
                image.installer().isPresent()));
  }

  /** An architecture that was added later does not make an old version the newest one. */
  private static Instant newness(List<IndexEntry> version) {
    return version.stream().map(OldStore::time).min(Instant::compareTo).orElseThrow();
  }

  private static Instant time(IndexEntry entry) {
    return claim(entry).map(Claim::published).or(() -> created(entry)).orElse(Instant.EPOCH);
  }

  /** Of a damaged one, only the index says when it was published. */
  private static Optional<Instant> created(IndexEntry entry) {
    try {
      return entry.descriptor().annotation(OciNames.CREATED).map(Instant::parse);
    } catch (DateTimeException e) {
      // Another tool wrote it.
      return Optional.empty();
    }
  }

  private static Verification toProve(IndexEntry entry) {
    return claim(entry).map(Claim::verification).orElse(new Verification.ToProve(Optional.empty()));
  }

  private static Optional<Claim> claim(IndexEntry entry) {
    return entry instanceof IndexEntry.Readable readable ? readable.claim() : Optional.empty();
  }
}
