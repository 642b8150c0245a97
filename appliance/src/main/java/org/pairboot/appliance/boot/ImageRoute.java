package org.pairboot.appliance.boot;

import java.util.Optional;
import java.util.function.Supplier;
import org.pairboot.appliance.boot.name.ImageNames;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Catalog.Lifetime;
import org.pairboot.artifacts.catalog.Catalog.Resolution;
import org.pairboot.artifacts.catalog.Catalog.Route;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ImageVersion;

/**
 * {@code images/NAME/VERSION/ARCH/FILE}, and without the architecture the one that the store got
 * first; in place of the version a channel, or {@code latest} for the newest one.
 */
final class ImageRoute implements Route {
  private final Supplier<Snapshot> images;

  ImageRoute(Supplier<Snapshot> images) {
    this.images = images;
  }

  @Override
  public Optional<Resolution> resolve(BootRequest request) {
    Snapshot now = images.get();
    for (ImageNames.Asked asked : ImageNames.parse(request.name())) {
      Optional<Resolution> found = image(now, asked).flatMap(image -> resolution(asked, image));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<ImageVersion> image(Snapshot now, ImageNames.Asked asked) {
    return asked.architecture().isPresent()
        ? now.find(asked.image(), asked.version(), asked.architecture().get())
        : now.find(asked.image(), asked.version());
  }

  private static Optional<Resolution> resolution(ImageNames.Asked asked, ImageVersion image) {
    // Any other name for a version is one that can mean another version.
    Lifetime lifetime =
        image.ref().version().equals(asked.version()) ? Lifetime.IMMUTABLE : Lifetime.CHANGING;
    return image.file(asked.file()).map(content -> new Resolution("images", lifetime, content));
  }
}
