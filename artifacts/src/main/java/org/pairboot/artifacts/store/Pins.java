package org.pairboot.artifacts.store;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.Retention.Pin;
import org.pairboot.artifacts.store.image.DefaultImage;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;

/** What machines boot, so that nothing removes it from under them. */
final class Pins {
  private final Snapshot now;
  private final List<Pin> all;

  /**
   * @param others besides the default image of the store
   */
  Pins(Snapshot now, List<Pin> others) {
    this.now = now;
    this.all = others;
  }

  /** The versions that machines of some architecture boot now. */
  Set<ImageRef> versions() {
    Set<ImageRef> pinned = new HashSet<>();
    now.defaultVersions().forEach(image -> pinned.add(image.ref()));
    for (Pin pin : all) {
      now.find(pin.image()).ifPresent(image -> pinned.add(image.ref()));
      // Without a version, machines boot the newest one that has their architecture.
      for (Architecture architecture : Architecture.values()) {
        now.find(pin.image(), architecture).ifPresent(image -> pinned.add(image.ref()));
      }
    }
    return pinned;
  }

  /**
   * Why {@code version} must stay, to end a sentence; empty where machines have something else to
   * boot when it is gone, or it cannot be booted anyway.
   *
   * @param architecture the one that is to be removed; empty for all
   */
  Optional<String> objection(ImageRef version, Optional<Architecture> architecture) {
    List<ImageVersion> leaving =
        now.all(version).stream()
            .filter(image -> architecture.isEmpty() || image.architecture().equals(architecture))
            .toList();
    for (Pin pin : all) {
      if (isNeeded(pin.image(), leaving, now)) {
        return Optional.of(pin.by() + " boots it; change that first");
      }
    }
    return now.defaultImage()
        .filter(kept -> isNeeded(kept, leaving))
        .map(kept ->
            "machines that no plan names boot it, as the default image is %s; choose another with 'pairboot default NAME', or none with 'pairboot default --none'"
                .formatted(kept.image()));
  }

  private boolean isNeeded(DefaultImage kept, List<ImageVersion> leaving) {
    Snapshot bootable = now.bootableByDefault();
    if (!isNeeded(kept.image(), leaving, bootable)) {
      return false;
    }
    // Nobody has decided on the first import: whoever takes out the last image of all means that,
    // and so does who takes out one of several architectures.
    return kept.chosen()
        || (isAnyLeft(now.all(), leaving)
            && !isAnyLeft(
                bootable.versions(kept.image().name()).stream()
                    .flatMap(version -> bootable.all(version.ref()).stream())
                    .toList(),
                leaving));
  }

  private static boolean isAnyLeft(List<ImageVersion> images, List<ImageVersion> leaving) {
    return !leaving.containsAll(images);
  }

  /**
   * @param images from which machines get what {@code wanted} names
   */
  private static boolean isNeeded(
      ImageSelector wanted, List<ImageVersion> leaving, Snapshot images) {
    return leaving.stream()
        .filter(image -> images.all(image.ref()).contains(image))
        .anyMatch(image -> isNeeded(wanted, image, images));
  }

  private static boolean isNeeded(ImageSelector wanted, ImageVersion image, Snapshot images) {
    if (!wanted.name().equals(image.ref().name())) {
      return false;
    }
    if (wanted.version().isPresent()) {
      return images.resolve(wanted).ref().equals(Optional.of(image.ref()));
    }
    return images.versions(wanted.name()).stream()
        .map(ImageVersion::ref)
        .filter(ref -> !ref.equals(image.ref()))
        .flatMap(ref -> images.all(ref).stream())
        .noneMatch(other -> replaces(other.architecture(), image.architecture()));
  }

  /** An image of unknown architecture counts as one for each. */
  private static boolean replaces(Optional<Architecture> other, Optional<Architecture> image) {
    return other.isEmpty() || other.equals(image);
  }
}
