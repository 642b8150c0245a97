package org.pairboot.artifacts.store;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.pairboot.artifacts.store.image.ImageSelector;

/**
 * How many versions of an image are kept.
 *
 * @param keep how many of the newest, at least 1; empty: all
 * @param byImage the same for single images, by name
 * @param pinned what machines boot; such versions are kept at any age
 */
public record Retention(OptionalInt keep, Map<String, OptionalInt> byImage, List<Pin> pinned) {

  /**
   * An image that must stay.
   *
   * @param by who boots it, as the subject of a sentence
   */
  public record Pin(ImageSelector image, String by) {}

  /** Keeps everything. */
  public static final Retention ALL = new Retention(OptionalInt.empty(), Map.of(), List.of());

  /**
   * @throws IllegalArgumentException when a number is less than 1
   */
  public Retention {
    byImage = Map.copyOf(byImage);
    pinned = List.copyOf(pinned);
    requirePositive(keep);
    byImage.values().forEach(Retention::requirePositive);
  }

  /** Whether there is nothing that it does not keep, whatever the store contains. */
  boolean keepsEverything() {
    return keep.isEmpty() && byImage.values().stream().allMatch(OptionalInt::isEmpty);
  }

  /** How many versions of {@code image} are kept; empty: all. */
  OptionalInt keepOf(String image) {
    return byImage.getOrDefault(image, keep);
  }

  private static void requirePositive(OptionalInt keep) {
    if (keep.isPresent() && keep.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "at least one version must be kept, not " + keep.getAsInt());
    }
  }
}
