package org.pairboot.artifacts.fetch.signature;

import java.io.IOException;

/** A file of keys cannot be used. The message names it and the remedy. */
public final class KeyRingException extends IOException {
  private static final long serialVersionUID = 1L;

  KeyRingException(String message, Throwable cause) {
    super(message, cause);
  }
}
