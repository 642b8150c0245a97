package org.pairboot.artifacts.split;

import org.pairboot.artifacts.input.ImageFile;

/** The image is not of a form that can be split; the message is fit to be shown to a user. */
public final class NothingToSplitException extends Exception {
  private static final long serialVersionUID = 1;

  NothingToSplitException(ImageFile image, String why) {
    super(image.name() + " " + why);
  }
}
