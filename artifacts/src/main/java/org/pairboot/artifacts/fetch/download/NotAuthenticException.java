package org.pairboot.artifacts.fetch.download;

import java.io.IOException;

/** A file is not what it should be: its digest or signature says no, or is missing. */
public final class NotAuthenticException extends IOException {
  private static final long serialVersionUID = 1L;

  NotAuthenticException(String message) {
    super(message);
  }
}
