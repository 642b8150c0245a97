package org.pairboot.appliance.boot;

import java.util.Optional;
import java.util.function.Supplier;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Lifetime;
import org.pairboot.artifacts.catalog.Route;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.image.ImageRef;
import org.pairboot.artifacts.store.Snapshot;

/**
 * {@code images/NAME/VERSION/FILE}; in place of the version a channel, or {@code latest} for the
 * newest one.
 */
public final class ImageRoute implements Route {
  private static final String PREFIX = "images/";

  private final Supplier<Snapshot> images;

  ImageRoute(Supplier<Snapshot> images) {
    this.images = images;
  }

  /** The name under which {@code fileName} of {@code image} is served; no leading slash. */
  public static String path(ImageRef image, String fileName) {
    return directory(image) + "/" + fileName;
  }

  /** What the names of all files of {@code image} begin with; no slash at either end. */
  static String directory(ImageRef image) {
    return PREFIX + image.name() + "/" + image.version();
  }

  @Override
  public String name() {
    return "images";
  }

  @Override
  public Optional<Content> resolve(BootRequest request) {
    if (!request.name().startsWith(PREFIX)) {
      return Optional.empty();
    }
    // What a payload is called may have slashes.
    String[] segments = request.name().split("/", 4);
    return segments.length == 4
        ? images.get().find(segments[1], segments[2]).flatMap(image -> image.file(segments[3]))
        : Optional.empty();
  }

  @Override
  public Lifetime lifetime(BootRequest request) {
    String[] segments = request.name().split("/");
    // Asked of the store, and not whether it is an alias, so that no kind of alias is overlooked.
    boolean published =
        images.get().versions(segments[1]).stream()
            .anyMatch(image -> image.ref().version().equals(segments[2]));
    return published ? Lifetime.IMMUTABLE : Lifetime.CHANGING;
  }
}
