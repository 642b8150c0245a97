package org.pairboot.artifacts.store;

import org.pairboot.artifacts.store.image.ImageSelector;

/**
 * An image version that is left out because it cannot be served whole.
 *
 * @param image {@code NAME@VERSION}, or what else identifies it where that cannot be read
 * @param reason what is wrong, in one line
 */
public record DamagedImage(String image, String reason) {
  boolean isNamedBy(ImageSelector selector) {
    return selector.version().isPresent()
        ? image.equals(selector.toString())
        : image.startsWith(selector.name() + "@");
  }

  @Override
  public String toString() {
    return image + ": " + reason;
  }
}
