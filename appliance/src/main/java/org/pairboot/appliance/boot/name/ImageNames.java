package org.pairboot.appliance.boot.name;

import java.util.Optional;
import org.pairboot.artifacts.store.image.ImageRef;

/** {@code images/NAME/VERSION/FILE}: the names of the files of images. */
public final class ImageNames {
  private static final String PREFIX = "images/";

  private ImageNames() {}

  /**
   * A file that is asked for.
   *
   * @param version the version, or what stands for one: a channel or {@code latest}
   */
  public record Asked(String image, String version, String file) {}

  /** The name of {@code fileName} of {@code image}; no leading slash. */
  public static String path(ImageRef image, String fileName) {
    return directory(image) + "/" + fileName;
  }

  /** What the names of all files of {@code image} begin with; no slash at either end. */
  public static String directory(ImageRef image) {
    return PREFIX + image.name() + "/" + image.version();
  }

  /** The file that {@code name} asks for, if it is one of an image. */
  public static Optional<Asked> parse(String name) {
    if (!name.startsWith(PREFIX)) {
      return Optional.empty();
    }
    // What a payload is called may have slashes.
    String[] segments = name.split("/", 4);
    return segments.length == 4
        ? Optional.of(new Asked(segments[1], segments[2], segments[3]))
        : Optional.empty();
  }
}
