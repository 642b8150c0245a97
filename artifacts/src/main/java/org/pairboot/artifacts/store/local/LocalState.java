package org.pairboot.artifacts.store.local;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
   * @param publication empty if the store never served it
   * @param verification what this store has proven
   */
  public record Known(Optional<Publication> publication, Verification verification) {
    private static final Known NOTHING =
        new Known(Optional.empty(), new Verification.Unproven(Optional.empty()));
  }

  /**
   * The publication of a manifest in this store.
   *
   * @param order a number that grows with each version that the store publishes, as a clock may be
   *     set back; all architectures of a version have the same
   * @param time to the millisecond
   */
  public record Publication(long order, Instant time) {}

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

  /** When the store published {@code manifest}; empty if it did not. */
  public Optional<Publication> publication(Sha256 manifest) {
    return of(manifest).flatMap(Known::publication);
  }

  /** The order of a version that is published next. */
  public long nextOrder() {
    return 1
        + manifests.values().stream()
            .flatMap(known -> known.publication().stream())
            .mapToLong(Publication::order)
            .max()
            .orElse(0);
  }

  public LocalState with(Sha256 manifest, Known known) {
    return with(Map.of(manifest, known));
  }

  /** This state with what {@code more} says of manifests. */
  public LocalState with(Map<Sha256, Known> more) {
    Map<Sha256, Known> changed = new HashMap<>(manifests);
    changed.putAll(more);
    return new LocalState(defaultImage, changed);
  }

  /** This state without what it knows of manifests other than {@code listed}. */
  public LocalState retaining(Set<Sha256> listed) {
    Map<Sha256, Known> kept = new HashMap<>(manifests);
    kept.keySet().retainAll(listed);
    return new LocalState(defaultImage, kept);
  }

  /** {@code image}, whose manifest is {@code manifest}, with what this store knows of it. */
  public ImageVersion judge(ImageVersion image, Sha256 manifest) {
    Known known = of(manifest).orElse(Known.NOTHING);
    Optional<Instant> published = known.publication().map(Publication::time);
    return image.published().equals(published) && image.verification().equals(known.verification())
        ? image
        : image.known(published, known.verification());
  }
}
