package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.Part;
import org.pairboot.artifacts.store.oci.Descriptor;
import org.pairboot.artifacts.store.oci.IndexDocument;

/** Removes versions that a {@link Retention} does not keep, all in one step. */
record Pruner(StoreFiles files, StoreLock lock) {

  /**
   * @param images the names of those that are looked at
   */
  Pruned prune(Retention retention, Predicate<String> images) throws IOException {
    try (ProcessLock _ = lock.acquire()) {
      files.pending().settle();
      Plan plan = plan(retention, images);
      if (!plan.removed().isEmpty()) {
        files.pending().note(plan.blobs());
        files.indexFile().replace(plan.index());
        files.pending().settle();
      }
      return plan.outcome();
    }
  }

  /** What {@link #prune} would do now. Changes nothing, and takes no lock. */
  Pruned rehearse(Retention retention, Predicate<String> images) throws IOException {
    return plan(retention, images).outcome();
  }

  /**
   * @param index without the versions
   * @param blobs that were theirs, also those that others share
   */
  private record Plan(Pruned outcome, IndexDocument index, Set<Sha256> blobs) {
    List<ImageRef> removed() {
      return outcome.removed();
    }
  }

  private Plan plan(Retention retention, Predicate<String> images) throws IOException {
    Snapshot now = files.snapshotReader().read(Snapshot.EMPTY);
    Set<ImageRef> pinned = pinned(retention, now);
    List<ImageRef> removed = new ArrayList<>();
    List<Pruned.Spared> spared = new ArrayList<>();
    for (String name : now.images()) {
      OptionalInt keep = retention.keepOf(name);
      if (keep.isPresent() && images.test(name)) {
        for (ImageVersion image : beyond(now.versions(name), keep.getAsInt())) {
          Optional<Pruned.Reason> reason = reasonToStay(image, now, pinned);
          if (reason.isPresent()) {
            spared.add(new Pruned.Spared(image.ref(), reason.get()));
          } else {
            removed.add(image.ref());
          }
        }
      }
    }
    return plan(removed, spared);
  }

  private Plan plan(List<ImageRef> removed, List<Pruned.Spared> spared) throws IOException {
    IndexDocument index = files.indexFile().read();
    Set<Descriptor> entries =
        files.entryReader().read(index, files.blobs()::content).stream()
            .filter(entry -> entry.ref().filter(removed::contains).isPresent())
            .map(Entry::descriptor)
            .collect(Collectors.toSet());
    IndexDocument rest = index.without(entries::contains);
    Set<Sha256> blobs = new HashSet<>();
    for (Descriptor entry : entries) {
      blobs.addAll(files.references().of(entry));
    }
    Set<Sha256> freed = new HashSet<>(blobs);
    freed.removeAll(files.references().of(rest));
    return new Plan(new Pruned(removed, spared, length(freed)), rest, blobs);
  }

  private static Set<ImageRef> pinned(Retention retention, Snapshot now) {
    Set<ImageRef> pinned = new HashSet<>();
    for (ImageSelector selector : retention.pinned()) {
      now.find(selector).ifPresent(image -> pinned.add(image.ref()));
    }
    return pinned;
  }

  private static List<ImageVersion> beyond(List<ImageVersion> newestFirst, int keep) {
    return newestFirst.subList(Math.min(keep, newestFirst.size()), newestFirst.size());
  }

  private Optional<Pruned.Reason> reasonToStay(
      ImageVersion image, Snapshot now, Set<ImageRef> pinned) throws IOException {
    if (!now.channels(image.ref()).isEmpty()) {
      return Optional.of(Pruned.Reason.CHANNEL);
    }
    if (pinned.contains(image.ref())) {
      return Optional.of(Pruned.Reason.PINNED);
    }
    for (Part part : image.parts()) {
      // Also a part that other versions share: the machine will come back for those that they do
      // not.
      if (files.blobs().isRead(part.digest())) {
        return Optional.of(Pruned.Reason.IN_USE);
      }
    }
    return Optional.empty();
  }

  private long length(Set<Sha256> blobs) throws IOException {
    long length = 0;
    for (Sha256 blob : blobs) {
      try {
        length += Files.size(files.layout().blob(blob));
      } catch (NoSuchFileException e) {
        // A damaged image may miss some.
      }
    }
    return length;
  }
}
