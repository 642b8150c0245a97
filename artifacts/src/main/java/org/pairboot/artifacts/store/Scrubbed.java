package org.pairboot.artifacts.store;

import java.util.List;

/**
 * What reading the whole store has shown.
 *
 * @param blobs how many were read
 * @param bytes of all of them
 * @param damaged empty when all is well
 */
public record Scrubbed(int blobs, long bytes, List<DamagedBlob> damaged) {
  public Scrubbed {
    damaged = List.copyOf(damaged);
  }
}
