package org.pairboot.artifacts.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.local.LocalState.Publication;

/**
 * A version with all its architectures, as a snapshot has it. Not changed once that exists.
 *
 * @param architectures of what this store published, intact or not; first the one that it got first
 * @param images what is intact and served
 * @param orders of the publications
 */
record VersionSnapshot(
    SequencedSet<Optional<Architecture>> architectures,
    List<ImageVersion> images,
    List<Long> orders) {

  VersionSnapshot() {
    this(new LinkedHashSet<>(), new ArrayList<>(), new ArrayList<>());
  }

  void add(Examined examined) {
    if (examined.publication().isEmpty()) {
      return;
    }
    IndexEntry entry = examined.entry();
    architectures.add(entry.architecture());
    orders.add(examined.publication().get().order());
    // Versions are immutable: where another tool copied in a second one, the first one counts.
    if (examined.damage().isEmpty()
        && entry instanceof IndexEntry.Readable readable
        && readable.image().verification().isServed()
        && image(entry.architecture()).isEmpty()) {
      images.add(readable.image());
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

  /** Whether one of {@code versions} installs itself, for any architecture. */
  static boolean isAnyInstaller(Collection<VersionSnapshot> versions) {
    // Most versions have the same arguments, and parsing them takes long.
    Set<String> seen = new HashSet<>();
    for (VersionSnapshot version : versions) {
      for (ImageVersion image : version.images()) {
        if (seen.add(image.kernelArguments()) && image.installer().isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  /** An architecture that is added later does not make an old version the newest one. */
  long order() {
    return Collections.min(orders);
  }

  private Optional<ImageVersion> image(Optional<Architecture> architecture) {
    for (ImageVersion image : images) {
      if (image.architecture().equals(architecture)) {
        return Optional.of(image);
      }
    }
    return Optional.empty();
  }

  Optional<ImageVersion> of(Architecture architecture) {
    return image(Optional.of(architecture)).or(() -> image(Optional.empty()));
  }

  Stream<ImageVersion> alphabetical() {
    // Most have only one.
    return images.size() == 1
        ? images.stream()
        : images.stream()
            .sorted(
                Comparator.comparing(
                    image -> image.architecture().map(Architecture::toString).orElse("")));
  }

  /**
   * An entry of the index.
   *
   * @param damage why it cannot be served; empty for an image of another tool too
   * @param publication when this store published it; empty for what another tool put in
   */
  record Examined(IndexEntry entry, Optional<String> damage, Optional<Publication> publication) {

    /** The image, if nothing but a proof is missing for it to be served. */
    Optional<ImageVersion> unproven() {
      return damage.isEmpty()
              && entry instanceof IndexEntry.Readable readable
              && !readable.image().verification().isServed()
          ? Optional.of(readable.image())
          : Optional.empty();
    }
  }
}
