package org.pairboot.artifacts.content;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Marks files that are being read, so that other processes can see it. A mark keeps nobody from
 * anything; it ends with the process that made it. Thread-safe.
 */
public interface Holds {
  /** For files that nobody asks about. */
  Holds NONE = new NoHolds();

  /** A mark; closing it takes it away. */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Marks {@code file}. Where that cannot be done, there is no mark: serving comes before telling.
   */
  Hold hold(Path file);

  /**
   * Whether anybody, this process included, has marked {@code file}.
   *
   * @throws IOException when that cannot be found out
   */
  boolean isHeld(Path file) throws IOException;

  /** The marks of this platform; {@link #NONE} where it has none. */
  static Holds ofPlatform() {
    return FlockHolds.isSupported() ? FlockHolds.INSTANCE : NONE;
  }
}
