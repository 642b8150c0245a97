package org.pairboot.artifacts.split;

import java.io.IOException;

/**
 * The two halves of a concatenated image do not belong together. The message is fit to be shown to
 * a user.
 */
public final class UnmatchedHalvesException extends IOException {
  private static final long serialVersionUID = 1;

  UnmatchedHalvesException(String image, String problem) {
    super(image + ": " + problem);
  }
}
