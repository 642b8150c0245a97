package org.pairboot.artifacts.store.image;

import java.util.List;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Concatenation;
import org.pairboot.artifacts.content.Content;

/**
 * The pair as one file, for loaders that take only one initrd: initramfs, zeros up to a multiple of
 * 4 bytes, rootfs. It is not stored; both protocols read it from the two parts.
 */
public final class LiveImage {
  public static final String FILE_NAME = "live.img";

  // The kernel looks for another archive only at 4-byte boundaries.
  private static final int ALIGNMENT = 4;

  private LiveImage() {}

  /** The pair as one content. */
  static Content of(Content initramfs, Content rootfs) {
    int padding = Math.floorMod(-initramfs.length(), ALIGNMENT);
    return new Concatenation(
        padding == 0
            ? List.of(initramfs, rootfs)
            : List.of(initramfs, BytesContent.of(new byte[padding]), rootfs));
  }
}
