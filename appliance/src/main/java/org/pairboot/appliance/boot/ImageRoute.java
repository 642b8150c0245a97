package org.pairboot.appliance.boot;

import java.util.Optional;
import java.util.function.Supplier;
import org.pairboot.artifacts.catalog.BootRequest;
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
    return PREFIX + image.name() + "/" + image.version() + "/" + fileName;
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
    String[] segments = request.name().split("/");
    return segments.length == 4
        ? version(segments[1], segments[2]).flatMap(image -> image.file(segments[3]))
        : Optional.empty();
  }

  private Optional<ImageVersion> version(String name, String version) {
    Snapshot snapshot = images.get();
    return version.equals(ImageRef.LATEST)
        ? snapshot.latest(name)
        : snapshot.versions(name).stream()
            .filter(image -> image.ref().version().equals(version))
            .findFirst();
  }
}
