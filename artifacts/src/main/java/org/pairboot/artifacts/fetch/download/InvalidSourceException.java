package org.pairboot.artifacts.fetch.download;

/** A text names neither a file nor a URL that can be fetched. The message says what does. */
public final class InvalidSourceException extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidSourceException(String message) {
    super(message);
  }
}
