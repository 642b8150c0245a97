package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.Retention.Pin;
import org.pairboot.artifacts.store.disk.StoreDirectory;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Part;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.index.IndexState;
import org.pairboot.artifacts.store.index.StoreIndex;
import org.pairboot.artifacts.store.index.VersionWriter;
import org.pairboot.artifacts.store.oci.IndexDocument;

/** Removes image versions: one, or all those that a {@link Retention} does not keep. */
final class Remover {
  private final StoreDirectory directory;
  private final StoreIndex index;

  Remover(StoreDirectory directory, StoreIndex index) {
    this.directory = directory;
    this.index = index;
  }

  /**
   * @param pins what machines boot besides the default image
   */
  Void remove(ImageRef ref, List<Pin> pins) throws IOException {
    return index.remove(transaction -> {
      IndexState now = transaction.index();
      List<IndexEntry> entries = now.requireEntriesOf(ref);
      requireNoChannel(now, ref, ref.toString());
      requireUnneeded(now, ref, Optional.empty(), pins);
      transaction.commit(now.without(entries));
      return null;
    });
  }

  Void remove(ImageRef ref, Architecture architecture, List<Pin> pins) throws IOException {
    return index.remove(transaction -> {
      IndexState now = transaction.index();
      requireArchitecture(now.requireEntriesOf(ref), ref, architecture);
      requireNoChannel(now, ref, ref + " for " + architecture);
      requireUnneeded(now, ref, Optional.of(architecture), pins);
      VersionWriter version = new VersionWriter(now, ref);
      version.remove(architecture);
      transaction.commit(version.into(now.document()), Map.of(), version.documents(), now.known());
      return null;
    });
  }

  private static void requireArchitecture(
      List<IndexEntry> entries, ImageRef ref, Architecture architecture) throws StoreException {
    Set<String> known = new TreeSet<>();
    entries.forEach(entry ->
        known.add(
            entry.architecture().map(Architecture::toString).orElse("an unknown architecture")));
    if (!known.contains(architecture.toString())) {
      throw new StoreException(
          StoreException.Kind.NO_SUCH_IMAGE,
          "%s has nothing for %s; it has %s"
              .formatted(ref, architecture, String.join(" and ", known)));
    }
  }

  private void requireUnneeded(
      IndexState now, ImageRef ref, Optional<Architecture> architecture, List<Pin> pins)
      throws IOException {
    Optional<String> objection =
        new Pins(new SnapshotReader(index).of(now), pins).objection(ref, architecture);
    if (objection.isPresent()) {
      throw inUse(ref + architecture.map(only -> " for " + only).orElse(""), objection.get());
    }
  }

  private static StoreException inUse(String what, String why) {
    return new StoreException(
        StoreException.Kind.VERSION_IN_USE, "cannot remove " + what + ": " + why);
  }

  private static void requireNoChannel(IndexState now, ImageRef ref, String what)
      throws StoreException {
    Set<String> channels = now.channelsOf(ref);
    if (!channels.isEmpty()) {
      throw inUse(
          what,
          "channel %s points to it; move or remove the channel first with 'pairboot channel'"
              .formatted(String.join(" and ", channels)));
    }
  }

  /**
   * @param images which images to prune, by name
   */
  PruneResult prune(Retention retention, Predicate<String> images) throws IOException {
    return index.remove(transaction -> {
      Plan plan = plan(transaction.index(), retention, images);
      if (!plan.result().removed().isEmpty()) {
        transaction.commit(plan.remaining());
      }
      return plan.result();
    });
  }

  /** What {@link #prune} would do now. Changes nothing, and takes no lock. */
  PruneResult dryRun(Retention retention, Predicate<String> images) throws IOException {
    return plan(index.read(), retention, images).result();
  }

  /**
   * @param remaining the index without the removed versions
   */
  private record Plan(PruneResult result, IndexDocument remaining) {}

  private Plan plan(IndexState state, Retention retention, Predicate<String> images)
      throws IOException {
    Snapshot now = new SnapshotReader(index).of(state);
    Set<ImageRef> pinned = new Pins(now, retention.pinned()).versions();
    List<ImageRef> removed = new ArrayList<>();
    List<PruneResult.Kept> kept = new ArrayList<>();
    for (String name : now.images()) {
      OptionalInt keep = retention.keepOf(name);
      if (keep.isPresent() && images.test(name)) {
        for (ImageVersion image : beyond(now.versions(name), keep.getAsInt())) {
          Optional<PruneResult.Reason> reason = reasonToKeep(image, now, pinned);
          if (reason.isPresent()) {
            kept.add(new PruneResult.Kept(image.ref(), reason.get()));
          } else {
            removed.add(image.ref());
          }
        }
      }
    }
    List<IndexEntry> entries =
        state.entries().stream()
            .filter(entry -> entry.ref().filter(removed::contains).isPresent())
            .toList();
    IndexDocument remaining = state.without(entries);
    return new Plan(new PruneResult(removed, kept, freedBytes(entries, remaining)), remaining);
  }

  private static List<ImageVersion> beyond(List<ImageVersion> newestFirst, int keep) {
    return newestFirst.subList(Math.min(keep, newestFirst.size()), newestFirst.size());
  }

  private Optional<PruneResult.Reason> reasonToKeep(
      ImageVersion image, Snapshot now, Set<ImageRef> pinned) throws IOException {
    if (!now.channels(image.ref()).isEmpty()) {
      return Optional.of(PruneResult.Reason.CHANNEL);
    }
    if (pinned.contains(image.ref())) {
      return Optional.of(PruneResult.Reason.PINNED);
    }
    for (Part part : parts(now, image.ref())) {
      // Even a part that other versions share: the machine will come back for those that they do
      // not.
      if (index.blobs().isRead(part.digest())) {
        return Optional.of(PruneResult.Reason.IN_USE);
      }
    }
    return Optional.empty();
  }

  private static List<Part> parts(Snapshot now, ImageRef version) {
    return now.all(version).stream().flatMap(image -> image.parts().stream()).toList();
  }

  private long freedBytes(List<IndexEntry> removed, IndexDocument remaining) throws IOException {
    Set<Sha256> freed = new HashSet<>();
    for (IndexEntry entry : removed) {
      freed.addAll(index.references().of(entry.descriptor()));
    }
    long bytes = 0;
    for (Sha256 blob : index.lackingIn(remaining, freed)) {
      try {
        bytes += Files.size(directory.blob(blob));
      } catch (NoSuchFileException e) {
        // Blobs of a damaged image may be missing.
      }
    }
    return bytes;
  }
}
