package org.pairboot.artifacts.content;

import java.nio.file.Path;

/** No marks at all. */
final class NoHolds implements Holds {

  @Override
  public Hold hold(Path file) {
    return () -> {};
  }

  @Override
  public boolean isHeld(Path file) {
    return false;
  }
}
