package org.pairboot.artifacts.store;

/** Told how far a long operation has come. Called on the thread that runs it. */
@FunctionalInterface
public interface Progress {
  Progress NONE = (done, total) -> {};

  /**
   * @param done bytes so far, never falling
   * @param total bytes in all
   */
  void advanced(long done, long total);
}
