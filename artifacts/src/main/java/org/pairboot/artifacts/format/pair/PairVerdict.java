package org.pairboot.artifacts.format.pair;

import java.util.OptionalLong;

/** Whether an initramfs and a rootfs belong together. The texts are meant for the user. */
public sealed interface PairVerdict {

  /** They belong together: cookies and stream-hash match. */
  record Verified(String version) implements PairVerdict {}

  /** The image has no proof of it. */
  record Unverifiable(String why) implements PairVerdict {}

  /**
   * They do not belong together, or one of them is the wrong kind of file.
   *
   * @param why names the problem and the remedy
   * @param offset of the problem in the rootfs, in bytes, if it has a place
   */
  record Rejected(String why, OptionalLong offset) implements PairVerdict {
    Rejected(String why) {
      this(why, OptionalLong.empty());
    }
  }
}
