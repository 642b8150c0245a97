package org.pairboot.artifacts.format.streamhash;

/** A stream-hash file that a guest would refuse; the message is coreos-installer's own. */
public final class StreamHashException extends Exception {
  private static final long serialVersionUID = 1;

  StreamHashException(String message) {
    super(message);
  }

  StreamHashException(String message, Throwable cause) {
    super(message, cause);
  }
}
