package org.pairboot.tftp.engine;

/** Something that wants to be called at a time. Knows its own place in {@link Deadlines}. */
abstract class Timed {
  /** Where {@link Deadlines} keeps this; -1 for nowhere. */
  int index = -1;

  /** The time this is kept under, which may be earlier than {@link #deadline}, never later. */
  long keptUnder;

  /** When to call, as of {@link System#nanoTime}. */
  abstract long deadline();
}
