package org.pairboot.artifacts.fetch.download;

import java.io.IOException;

/** A file could not be fetched. The message names it, the reason and the remedy. */
public final class DownloadException extends IOException {
  private static final long serialVersionUID = 1L;

  DownloadException(String message) {
    super(message);
  }

  DownloadException(String message, Throwable cause) {
    super(message, cause);
  }
}
