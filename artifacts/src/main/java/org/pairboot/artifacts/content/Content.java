package org.pairboot.artifacts.content;

import java.io.IOException;
import java.util.Optional;

/**
 * Immutable bytes that can be served under a name.
 *
 * <p>Length and identity are known without reading, unless a subtype says otherwise of a content
 * that does not {@link #openAtOnce}. Implementations are thread-safe; each transfer opens its own
 * {@link ContentReader}.
 */
public interface Content {

  /** The length in bytes. */
  long length();

  /**
   * An identifier that no other bytes have: the SHA-256 of all bytes if that is known, otherwise a
   * digest of the identities of the parts.
   */
  Sha256 identity();

  /**
   * The SHA-256 of all bytes, if it is known without reading them: unless overridden, the identity.
   */
  default Optional<Sha256> digest() {
    return Optional.of(identity());
  }

  /**
   * Opens the bytes for reading. They stay readable until the reader is closed, even if the image
   * they belong to is removed meanwhile.
   *
   * @throws IOException when the bytes are gone or cannot be opened
   */
  ContentReader open() throws IOException;

  /**
   * Opens the bytes if that takes no input or output, because they are in memory or their file is
   * open already; otherwise empty. Never blocks.
   */
  default Optional<ContentReader> openAtOnce() {
    return Optional.empty();
  }
}
