package org.pairboot.appliance.boot;

import java.util.Optional;
import java.util.function.Supplier;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Lifetime;
import org.pairboot.artifacts.catalog.Route;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.image.ImageRef;
import org.pairboot.artifacts.image.ImageVersion;
import org.pairboot.artifacts.store.Snapshot;

/** {@code images/NAME/VERSION/FILE}, with {@code latest} for the newest version. */
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
        ? version(segments[1], segments[2]).flatMap(image -> image.file(segments[3]))
        : Optional.empty();
  }

  @Override
  public Lifetime lifetime(BootRequest request) {
    String[] segments = request.name().split("/");
    // Asked of the store, and not whether it is an alias, so that no kind of alias is overlooked.
    return published(segments[1], segments[2]).isPresent() ? Lifetime.IMMUTABLE : Lifetime.CHANGING;
  }

  private Optional<ImageVersion> version(String name, String version) {
    return version.equals(ImageRef.LATEST) ? images.get().latest(name) : published(name, version);
  }

  private Optional<ImageVersion> published(String name, String version) {
    return images.get().versions(name).stream()
        .filter(image -> image.ref().version().equals(version))
        .findFirst();
  }
}
