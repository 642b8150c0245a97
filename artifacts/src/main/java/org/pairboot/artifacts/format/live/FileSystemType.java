package org.pairboot.artifacts.format.live;

import java.util.Arrays;

/** The type of a root file system, recognized by its magic. */
public enum FileSystemType {
  SQUASHFS,
  EROFS,
  /** None of the types in live images. */
  UNKNOWN;

  private static final int EROFS_SUPER_BLOCK = 1024;
  private static final byte[] SQUASHFS_MAGIC = {'h', 's', 'q', 's'};
  private static final byte[] EROFS_MAGIC = {(byte) 0xe2, (byte) 0xe1, (byte) 0xf5, (byte) 0xe0};

  /** The number of bytes that {@link #of} needs. */
  public static final int PROBE_LENGTH = EROFS_SUPER_BLOCK + 4;

  /**
   * The type of a file that begins with {@code start}, which may be shorter than the probe length.
   */
  public static FileSystemType of(byte[] start) {
    if (hasMagic(start, 0, SQUASHFS_MAGIC)) {
      return SQUASHFS;
    }
    return hasMagic(start, EROFS_SUPER_BLOCK, EROFS_MAGIC) ? EROFS : UNKNOWN;
  }

  private static boolean hasMagic(byte[] bytes, int at, byte[] magic) {
    return bytes.length >= at + magic.length
        && Arrays.equals(bytes, at, at + magic.length, magic, 0, magic.length);
  }
}
