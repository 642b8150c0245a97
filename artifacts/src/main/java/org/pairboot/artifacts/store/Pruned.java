package org.pairboot.artifacts.store;

import java.util.List;
import org.pairboot.artifacts.store.image.ImageRef;

/**
 * What keeping only some versions came to.
 *
 * @param removed versions that are gone, the newest first; in a dry run those that would be
 * @param spared versions that are as old, and why they stay
 * @param freedBytes length of the blobs that only removed versions needed
 */
public record Pruned(List<ImageRef> removed, List<Spared> spared, long freedBytes) {

  /** A version that stays though there are newer ones enough. */
  public record Spared(ImageRef image, Reason reason) {}

  /** Why a version stays. */
  public enum Reason {
    /** A channel points at it. */
    CHANNEL,
    /** Machines boot it by the settings. */
    PINNED,
    /** A file of it is being read. */
    IN_USE
  }

  public Pruned {
    removed = List.copyOf(removed);
    spared = List.copyOf(spared);
  }
}
