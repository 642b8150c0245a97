package org.pairboot.artifacts.format.pair;

import java.util.OptionalLong;

/** Whether an initramfs and a rootfs belong together. Messages are fit to be shown to a user. */
public sealed interface PairVerdict {

  /** They do: cookies and stream-hash agree. */
  record Verified(String version) implements PairVerdict {}

  /** The image carries nothing, or not enough, to tell. */
  record Unverifiable(String why) implements PairVerdict {}

  /**
   * They do not, or one of them is not what it should be.
   *
   * @param why what is wrong and what to do
   * @param offset where in the rootfs, in bytes, if it is about a place
   */
  record Rejected(String why, OptionalLong offset) implements PairVerdict {
    Rejected(String why) {
      this(why, OptionalLong.empty());
    }
  }
}
