package org.pairboot.artifacts.format.preset;

/** An ISO or a directory holds no live system that can be imported. The message says why. */
public final class UnknownSystemException extends Exception {
  private static final long serialVersionUID = 1L;

  UnknownSystemException(String message) {
    super(message);
  }
}
