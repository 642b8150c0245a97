package org.pairboot.it.firmware;

import org.pairboot.it.firmware.image.Shelf;
import org.pairboot.it.firmware.machine.Laboratory;

/** What happens in a laboratory. Fails with an {@link AssertionError} that says what went wrong. */
@FunctionalInterface
interface Play {

  /**
   * Plays it.
   *
   * @param laboratory an empty one of its own
   * @param shelf images for all
   * @return one line about what came out
   */
  String in(Laboratory laboratory, Shelf shelf);
}
