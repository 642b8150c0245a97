package org.pairboot.artifacts.format.live;

import java.nio.charset.StandardCharsets;

/** Whether an initramfs can fetch its rootfs by {@code coreos.live.rootfs_url=}. */
public enum RootfsFetch {
  /** It cannot: only the appended form boots. */
  NONE,
  /**
   * Only a gzipped one; the first version of the script (2020-07-27 to 2020-08-07) pipes what it
   * gets through {@code gunzip}.
   */
  GZIPPED,
  /** Any rootfs that matches. */
  ANY;

  static RootfsFetch of(byte[] script) {
    // Comments of later versions do not have the word.
    return new String(script, StandardCharsets.UTF_8).contains("gunzip") ? GZIPPED : ANY;
  }
}
