package org.pairboot.artifacts.store.image;

/** A name or text is invalid. The message is one line: what is wrong, and what is expected. */
public final class InvalidNameException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  InvalidNameException(String message) {
    super(message);
  }
}
