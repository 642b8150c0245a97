package org.pairboot.artifacts.content;

import java.io.IOException;

/**
 * Immutable bytes that can be served under a name.
 *
 * <p>Length and digest are known without reading. Implementations are thread-safe; each transfer
 * opens its own {@link ContentReader}.
 */
public interface Content {

  /** The length in bytes. */
  long length();

  /** The SHA-256 of all bytes. */
  Sha256 digest();

  /**
   * Opens the bytes for reading. They stay readable until the reader is closed, also when the image
   * they belong to is removed meanwhile.
   *
   * @throws IOException when the bytes are gone or cannot be opened
   */
  ContentReader open() throws IOException;
}
