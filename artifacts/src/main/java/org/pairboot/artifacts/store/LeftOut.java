package org.pairboot.artifacts.store;

import java.util.Map;
import java.util.Optional;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.image.ImageRef;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.store.index.IndexEntry;
import org.pairboot.artifacts.store.oci.OciNames;

/** What is in a store, but not among the images of a {@link Snapshot}, and why. */
public sealed interface LeftOut {
  /**
   * An image version that is left out because it cannot be served completely.
   *
   * @param version {@code NAME@VERSION}, or whatever identifies it if that cannot be read
   * @param architecture if the version has several
   * @param reason what is wrong, in one line
   */
  record DamagedImage(String version, Optional<Architecture> architecture, String reason)
      implements LeftOut {

    static DamagedImage of(IndexEntry entry, String reason, Map<ImageRef, VersionSnapshot> all) {
      boolean isOneOfSeveral =
          entry.ref().filter(ref -> all.get(ref).architectures().size() > 1).isPresent();
      return new DamagedImage(
          entry
              .ref()
              .map(ImageRef::toString)
              .or(() -> entry.descriptor().annotation(OciNames.REF_NAME))
              .orElseGet(() -> entry.descriptor().digest().toString()),
          entry.architecture().filter(_ -> isOneOfSeveral),
          reason);
    }

    /** {@code NAME@VERSION}, and {@code for ARCHITECTURE} if the version has several. */
    public String image() {
      return version + architecture.map(known -> " for " + known).orElse("");
    }

    boolean isNamedBy(ImageSelector selector) {
      return selector.version().isPresent()
          ? version.equals(selector.toString())
          : version.startsWith(selector.name() + "@");
    }

    @Override
    public String toString() {
      return image() + ": " + reason;
    }
  }

  /**
   * An architecture of a version that is neither served nor named, because this store has not
   * proven it: another tool put it in, or a proof failed.
   *
   * @param why in one line, with the remedy
   */
  record Unproven(ImageVersion image, String why) implements LeftOut {

    static Unproven of(ImageVersion image) {
      String why = image.verification().why().orElseThrow();
      return new Unproven(
          image,
          isUntried(image)
              ? "%s; 'pairboot verify %s' proves it".formatted(why, image.ref())
              : why);
    }

    static boolean isUntried(ImageVersion image) {
      return image.verification().equals(new Verification.Unproven(Optional.empty()));
    }

    public ImageRef ref() {
      return image.ref();
    }

    /** Empty if it is unknown. */
    public Optional<Architecture> architecture() {
      return image.architecture();
    }

    boolean isNamedBy(ImageSelector selector) {
      return selector.ref().map(ref()::equals).orElse(ref().name().equals(selector.name()));
    }

    @Override
    public String toString() {
      return ref() + architecture().map(known -> " for " + known).orElse("") + ": " + why;
    }
  }
}
