package org.pairboot.artifacts.imports;

import java.util.List;
import org.pairboot.artifacts.store.ScrubReport;
import org.pairboot.artifacts.store.image.ImageRef;

/**
 * What reading the whole store has shown.
 *
 * @param bytes about every file
 * @param pairs those that do not match though their bytes are as published
 */
public record ScrubResult(ScrubReport bytes, List<RejectedPair> pairs) {

  /** A pair that should not have been published. */
  public record RejectedPair(ImageRef image, String why) {}

  public ScrubResult {
    pairs = List.copyOf(pairs);
  }

  public boolean isSound() {
    return bytes.damaged().isEmpty() && pairs.isEmpty();
  }
}
