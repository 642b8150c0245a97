package org.pairboot.artifacts.format.split;

import java.io.IOException;
import org.pairboot.artifacts.format.input.ImageFile;

/**
 * The two halves of a concatenated image do not belong together. The message is fit to be shown to
 * a user.
 */
public final class UnmatchedHalvesException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param offset where in the image the first chunk of the rootfs that differs starts, in bytes
   */
  UnmatchedHalvesException(ImageFile image, long offset) {
    super(
        image.name()
            + ": the rootfs in it does not match the stream-hash of the initramfs from offset "
            + offset
            + " on: it is damaged or of another build");
  }
}
