package org.pairboot.artifacts.image;

import java.io.IOException;
import java.util.List;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Concatenation;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.ContentHash;
import org.pairboot.artifacts.content.Sha256;

/**
 * The pair as one file, for loaders that take only one initrd: initramfs, zeros up to a multiple of
 * 4 bytes, rootfs. It is never stored; both protocols read it from the two parts.
 */
public final class LiveImage {
  public static final String FILE_NAME = "live.img";

  // The kernel looks for a further archive at 4-byte boundaries only.
  private static final int ALIGNMENT = 4;

  private LiveImage() {}

  /** The pair as one content, whose digest is known from {@link #digest}. */
  public static Content of(Content initramfs, Content rootfs, Sha256 digest) {
    return new Concatenation(pieces(initramfs, rootfs), digest);
  }

  /**
   * Computes the digest of the pair as one file. Reads both.
   *
   * @throws IOException when one cannot be read
   */
  public static Sha256 digest(Content initramfs, Content rootfs) throws IOException {
    return ContentHash.of(pieces(initramfs, rootfs), hashed -> {});
  }

  /** How many zeros stand behind an initramfs of {@code length} bytes. */
  public static int padding(long length) {
    return Math.floorMod(-length, ALIGNMENT);
  }

  private static List<Content> pieces(Content initramfs, Content rootfs) {
    int padding = padding(initramfs.length());
    return padding == 0
        ? List.of(initramfs, rootfs)
        : List.of(initramfs, BytesContent.of(new byte[padding]), rootfs);
  }
}
