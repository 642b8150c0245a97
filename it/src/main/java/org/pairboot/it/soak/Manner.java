package org.pairboot.it.soak;

/** How a client with windows answers a block that is not the next. */
public enum Manner {
  /** Each time, as EDK2 does. */
  EVERY_BLOCK,
  /** Once for each gap, as U-Boot does, and then waits. */
  ONCE_PER_GAP
}
