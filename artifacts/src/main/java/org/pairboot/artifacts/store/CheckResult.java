package org.pairboot.artifacts.store;

import java.util.List;
import org.pairboot.artifacts.store.image.ImageRef;

/**
 * What reading all bytes of an image version again has shown.
 *
 * @param damaged the files that are not what was published; empty when all is well
 */
public record CheckResult(ImageRef ref, List<DamagedFile> damaged) {

  /**
   * One damaged file.
   *
   * @param name a part's file name, or {@code manifest} or {@code config}
   * @param problem what is wrong, to be read behind the name: "is missing"
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
