package org.pairboot.artifacts.content;

import java.io.IOException;
import java.util.Optional;

/**
 * Immutable bytes that can be served under a name.
 *
 * <p>Length and identity are known without reading. Implementations are thread-safe; each transfer
 * opens its own {@link ContentReader}.
 */
public interface Content {

  /** The length in bytes. */
  long length();

  /**
   * What other bytes never have. The SHA-256 of all bytes where that is known; for other contents
   * it is computed from the identities of what they are made of.
   */
  Sha256 identity();

  /** The SHA-256 of all bytes, where it is known without reading them. */
  Optional<Sha256> digest();

  /**
   * Opens the bytes for reading. They stay readable until the reader is closed, also when the image
   * they belong to is removed meanwhile.
   *
   * @throws IOException when the bytes are gone or cannot be opened
   */
  ContentReader open() throws IOException;
}
