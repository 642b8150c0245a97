package org.pairboot.artifacts.store;

import java.util.List;
import org.pairboot.artifacts.store.image.ImageRef;

/**
 * What reading all bytes of an image version found.
 *
 * @param damaged the files that differ from what was published; empty when all are intact
 */
public record CheckResult(ImageRef ref, List<DamagedFile> damaged) {

  /**
   * One damaged file.
   *
   * @param name a part's file name, or {@code manifest} or {@code config}
   * @param problem what is wrong, as the rest of a sentence that starts with the name: "is missing"
   */
  public record DamagedFile(String name, String problem) {
    @Override
    public String toString() {
      return name + " " + problem;
    }
  }

  public CheckResult {
    damaged = List.copyOf(damaged);
  }

  public boolean isSound() {
    return damaged.isEmpty();
  }
}
