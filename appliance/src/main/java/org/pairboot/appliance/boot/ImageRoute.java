package org.pairboot.appliance.boot;

import java.util.Optional;
import java.util.function.Supplier;
import org.pairboot.appliance.boot.name.ImageNames;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Catalog.Route;
import org.pairboot.artifacts.catalog.Catalog.Route.Lifetime;
import org.pairboot.artifacts.content.Content;
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
  public String name() {
    return "images";
  }

  @Override
  public Optional<Content> resolve(BootRequest request) {
    Snapshot now = images.get();
    return ImageNames.parse(request.name())
        .flatMap(asked -> image(now, asked).flatMap(image -> image.file(asked.file())).stream())
        .findFirst();
  }

  private static Optional<ImageVersion> image(Snapshot now, ImageNames.Asked asked) {
    return asked.architecture().isPresent()
        ? now.find(asked.image(), asked.version(), asked.architecture().get())
        : now.find(asked.image(), asked.version());
  }

  @Override
  public Lifetime lifetime(BootRequest request) {
    // Asked of the store, and not whether it is an alias, so that no kind of alias is overlooked.
    boolean published =
        ImageNames.parse(request.name())
            .flatMap(asked ->
                images.get().versions(asked.image()).stream()
                    .filter(image -> image.ref().version().equals(asked.version())))
            .findAny()
            .isPresent();
    return published ? Lifetime.IMMUTABLE : Lifetime.CHANGING;
  }
}
