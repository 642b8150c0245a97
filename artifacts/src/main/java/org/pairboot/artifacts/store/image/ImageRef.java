package org.pairboot.artifacts.store.image;

/**
 * One version of an image, written {@code NAME@VERSION}.
 *
 * @param name {@code [a-z0-9][a-z0-9._-]*}, up to 64 characters
 * @param version {@code [A-Za-z0-9][A-Za-z0-9._+~-]*}, up to 128 characters, and not {@code
 *     latest}, which always means the newest version
 */
public record ImageRef(String name, String version) {

  /** The reserved name of the newest version. */
  public static final String LATEST = "latest";

  /**
   * @throws InvalidNameException when a part is invalid
   */
  public ImageRef {
    NameRule.IMAGE_NAME.check(name);
    NameRule.VERSION.check(version);
    if (version.equals(LATEST)) {
      throw new InvalidNameException(
          "version 'latest' is reserved: it always means the newest version; choose another name");
    }
  }

  /**
   * Parses {@code NAME@VERSION}.
   *
   * @throws InvalidNameException when the version is missing, or a part is invalid
   */
  public static ImageRef parse(String text) {
    ImageSelector selector = ImageSelector.parse(text);
    return selector
        .ref()
        .orElseThrow(() ->
            new InvalidNameException(
                "'%s' has no version; write %s@VERSION"
                    .formatted(NameRule.quotable(text), selector.name())));
  }

  /** {@code NAME@VERSION}. */
  @Override
  public String toString() {
    return name + "@" + version;
  }
}
