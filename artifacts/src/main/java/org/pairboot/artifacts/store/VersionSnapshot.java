package org.pairboot.artifacts.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.index.VersionWriter;

/**
 * A version with all its architectures, as a snapshot has it. Not changed once that exists.
 *
 * @param architectures of what is intact and what is not; first the one that this store got first
 * @param images what is intact
 * @param published when the version was, and when each architecture was
 */
record VersionSnapshot(
    SequencedSet<Optional<Architecture>> architectures,
    List<ImageVersion> images,
    List<Instant> published) {

  VersionSnapshot() {
    this(new LinkedHashSet<>(), new ArrayList<>(), new ArrayList<>());
  }

  void add(Examined examined) {
    IndexEntry entry = examined.entry();
    architectures.add(entry.architecture());
    VersionWriter.created(entry.descriptor()).ifPresent(published::add);
    // Versions are immutable: where another tool copied in a second one, the first one counts.
    if (examined.damage().isEmpty()
        && entry instanceof IndexEntry.Readable readable
        && image(entry.architecture()).isEmpty()) {
      images.add(readable.image());
      published.add(readable.image().published());
    }
  }

  ImageRef ref() {
    return images.getFirst().ref();
  }

  /** What the short path means. If that is damaged, no other architecture takes its place. */
  Optional<ImageVersion> first() {
    return image(architectures.getFirst());
  }

  /** For any architecture. */
  boolean installsItself() {
    return images.stream().anyMatch(image -> image.installer().isPresent());
  }

  /** An architecture that is added later does not make an old version the newest one. */
  Instant newness() {
    return published.stream().min(Instant::compareTo).orElseThrow();
  }

  private Optional<ImageVersion> image(Optional<Architecture> architecture) {
    return images.stream().filter(image -> image.architecture().equals(architecture)).findFirst();
  }

  Optional<ImageVersion> of(Architecture architecture) {
    return image(Optional.of(architecture)).or(() -> image(Optional.empty()));
  }

  Stream<ImageVersion> alphabetical() {
    return images.stream()
        .sorted(
            Comparator.comparing(
                image -> image.architecture().map(Architecture::toString).orElse("")));
  }

  /**
   * An entry of the index.
   *
   * @param damage why it cannot be served; empty for an image of another tool too
   */
  record Examined(IndexEntry entry, Optional<String> damage) {}
}
