package org.pairboot.appliance.boot.name;

import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.store.image.ImageVersion;

/**
 * The names of the files of images: {@code images/NAME/VERSION/ARCH/FILE}, and without the
 * architecture {@code images/NAME/VERSION/FILE} for the one that the store got first.
 */
public final class ImageNames {
  private static final String PREFIX = "images/";

  private ImageNames() {}

  /**
   * A file that is asked for.
   *
   * @param version the version, or what stands for one: a channel or {@code latest}
   * @param architecture empty: the one that the store got first
   */
  public record Asked(
      String image, String version, Optional<Architecture> architecture, String file) {}

  /** The name of {@code fileName} of {@code image}; no leading slash. */
  public static String path(ImageVersion image, String fileName) {
    return directory(image) + "/" + fileName;
  }

  /** What the names of all files of {@code image} begin with; no slash at either end. */
  public static String directory(ImageVersion image) {
    return version(image) + image.architecture().map(known -> "/" + known).orElse("");
  }

  /** The name of {@code fileName} of the architecture that the store got first. */
  public static String shortPath(ImageVersion image, String fileName) {
    return version(image) + "/" + fileName;
  }

  private static String version(ImageVersion image) {
    return PREFIX + image.ref().name() + "/" + image.ref().version();
  }

  /**
   * What {@code name} may ask for, the likelier first; nothing if it is not the name of an image's
   * file. A payload's own name may begin with an architecture.
   */
  public static List<Asked> parse(String name) {
    if (!name.startsWith(PREFIX)) {
      return List.of();
    }
    // What a payload is called may have slashes.
    String[] segments = name.split("/", 4);
    if (segments.length < 4) {
      return List.of();
    }
    String file = segments[3];
    int slash = file.indexOf('/');
    // Loaders put their own word for it into a name, such as iPXE's ${buildarch}.
    Optional<Architecture> architecture =
        slash < 0 ? Optional.empty() : Architecture.parse(file.substring(0, slash));
    Asked whole = new Asked(segments[1], segments[2], Optional.empty(), file);
    return architecture.isEmpty()
        ? List.of(whole)
        : List.of(
            new Asked(segments[1], segments[2], architecture, file.substring(slash + 1)), whole);
  }
}
