package org.pairboot.artifacts.store.image;

/** A name or text that breaks its rule. The message is one line: what is wrong, what is allowed. */
public final class InvalidNameException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  InvalidNameException(String message) {
    super(message);
  }
}
