package org.pairboot.artifacts.store;

import java.util.List;
import org.pairboot.artifacts.store.image.ImageRef;

/**
 * What pruning old versions did; in a dry run, what it would do.
 *
 * @param removed the removed versions, newest first
 * @param kept versions that are just as old, and why they stay
 * @param freedBytes length of the blobs that only removed versions needed
 */
public record PruneResult(List<ImageRef> removed, List<Kept> kept, long freedBytes) {

  /** A version that stays although there are enough newer ones. */
  public record Kept(ImageRef image, Reason reason) {}

  /** Why a version stays. */
  public enum Reason {
    /** A channel points to it. */
    CHANNEL,
    /** It is the default image, or the settings or the plans name it for machines to boot. */
    PINNED,
    /** One of its files is being read. */
    IN_USE
  }

  public PruneResult {
    removed = List.copyOf(removed);
    kept = List.copyOf(kept);
  }
}
