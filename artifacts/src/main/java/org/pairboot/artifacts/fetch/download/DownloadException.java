package org.pairboot.artifacts.fetch.download;

import java.io.IOException;

/** A file could not be fetched. The message names the file, the reason and the remedy. */
public sealed class DownloadException extends IOException {
  private static final long serialVersionUID = 1L;

  DownloadException(String message) {
    super(message);
  }

  DownloadException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The file is not authentic: its digest or signature is wrong, or the signature is missing. */
  public static final class NotAuthenticException extends DownloadException {
    private static final long serialVersionUID = 1L;

    NotAuthenticException(String message) {
      super(message);
    }
  }
}
