package org.pairboot.artifacts.fetch.streams;

import java.io.IOException;

/** Metadata cannot be used. The message names the document and the place in it. */
public final class MetadataException extends IOException {
  private static final long serialVersionUID = 1L;

  MetadataException(String message) {
    super(message);
  }
}
