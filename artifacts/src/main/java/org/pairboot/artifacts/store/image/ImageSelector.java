package org.pairboot.artifacts.store.image;

import java.util.Optional;

/**
 * What people write to choose an image version: {@code NAME} or {@code NAME@latest} for the newest
 * one, {@code NAME@VERSION} for that one, {@code NAME@CHANNEL} for the one that a channel points
 * to.
 *
 * @param version a version or a channel; empty for the newest
 */
public record ImageSelector(String name, Optional<String> version) {

  /**
   * @throws InvalidNameException when a part is invalid
   */
  public ImageSelector {
    NameRule.IMAGE_NAME.check(name);
    version.ifPresent(v -> new ImageRef(name, v));
  }

  /**
   * Parses {@code NAME} or {@code NAME@VERSION}.
   *
   * @throws InvalidNameException when a part is invalid
   */
  public static ImageSelector parse(String text) {
    int at = text.indexOf('@');
    if (at < 0) {
      return new ImageSelector(text, Optional.empty());
    }
    String version = text.substring(at + 1);
    return new ImageSelector(
        text.substring(0, at), Optional.of(version).filter(v -> !v.equals(ImageRef.LATEST)));
  }

  /** The version, if one is given; a channel counts as one. */
  public Optional<ImageRef> ref() {
    return version.map(v -> new ImageRef(name, v));
  }

  @Override
  public String toString() {
    return version.map(v -> name + "@" + v).orElse(name);
  }
}
