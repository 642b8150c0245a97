package org.pairboot.artifacts.store.local;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.store.image.DefaultImage;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;

/**
 * What this store knows for itself. Immutable and thread-safe.
 *
 * @param defaultImage what machines boot that no plan names
 * @param manifests what is known of manifests, by their digest; one that the index does not list is
 *     harmless
 */
public record LocalState(Optional<DefaultImage> defaultImage, Map<Sha256, Known> manifests) {
  /** Of a store that knows nothing yet. */
  public static final LocalState EMPTY = new LocalState(Optional.empty(), Map.of());

  /**
   * What is known of one manifest.
   *
   * @param order a number that grows with each publication in this store; its clock may be wrong
   * @param published when this store published it, to the millisecond
   * @param verification what this store has proven
   */
  public record Known(long order, Instant published, Verification verification) {

    Known proven(Verification verification) {
      return new Known(order, published, verification);
    }
  }

  public LocalState {
    manifests = Map.copyOf(manifests);
  }

  public Optional<Known> of(Sha256 manifest) {
    return Optional.ofNullable(manifests.get(manifest));
  }

  public LocalState withDefault(Optional<DefaultImage> image) {
    return new LocalState(image, manifests);
  }

  /**
   * This state when {@code image} is the first one in an empty store: machines that no plan names
   * boot it, with its later versions, unless it would overwrite their disks.
   */
  public LocalState withFirst(ImageVersion image) {
    boolean keepsOther = defaultImage.filter(DefaultImage::chosen).isPresent();
    return keepsOther || image.installer().isPresent()
        ? this
        : withDefault(
            Optional.of(
                new DefaultImage(
                    new ImageSelector(image.ref().name(), Optional.empty()), false, false)));
  }

  /** This state with {@code manifest} as the one that was published last, at {@code time}. */
  public LocalState published(Sha256 manifest, Instant time, Verification verification) {
    long last = manifests.values().stream().mapToLong(Known::order).max().orElse(0);
    return with(manifest, new Known(last + 1, time, verification));
  }

  /** This state with what is proven of a manifest that it knows already. */
  public LocalState proven(Sha256 manifest, Verification verification) {
    return of(manifest).map(known -> with(manifest, known.proven(verification))).orElse(this);
  }

  public LocalState with(Sha256 manifest, Known known) {
    Map<Sha256, Known> changed = new HashMap<>(manifests);
    changed.put(manifest, known);
    return new LocalState(defaultImage, changed);
  }

  /** This state without the manifests that {@code wanted} does not match. */
  public LocalState retaining(Predicate<Sha256> wanted) {
    Map<Sha256, Known> kept = new HashMap<>(manifests);
    kept.keySet().removeIf(wanted.negate());
    return new LocalState(defaultImage, kept);
  }
}
