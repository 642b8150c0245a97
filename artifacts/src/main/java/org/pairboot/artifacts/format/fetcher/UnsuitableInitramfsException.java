package org.pairboot.artifacts.format.fetcher;

/** An initramfs to which no fetcher can be added; the message says why, and what helps. */
public final class UnsuitableInitramfsException extends Exception {
  private static final long serialVersionUID = 1;

  UnsuitableInitramfsException(String message) {
    super(message);
  }
}
