package org.pairboot.artifacts.format.live;

import org.pairboot.artifacts.format.cpio.NewcEntry;

/** The role of an archive entry in a live image. */
public enum LiveRole {
  /** The root file system itself. */
  ROOT,
  /** An install image, which belongs to the rootfs. */
  OSMET,
  /** The version cookie of the rootfs. */
  ROOTFS_COOKIE,
  /** The version cookie of the initramfs, or the stream-hash of the rootfs. */
  INITRAMFS_COOKIE,
  /** A parent directory of one of the others. */
  PARENT,
  /** Any other file. */
  OTHER;

  /** The role of {@code entry}. */
  public static LiveRole of(NewcEntry entry) {
    String path = entry.path();
    if (entry.header().isDirectory()) {
      return path.equals("etc") || path.equals(".") ? PARENT : OTHER;
    }
    if (!entry.header().isRegular()) {
      return OTHER;
    }
    return switch (path) {
      case LivePaths.ROOTFS_COOKIE -> ROOTFS_COOKIE;
      case LivePaths.INITRAMFS_COOKIE, LivePaths.WANT_ROOTFS -> INITRAMFS_COOKIE;
      default -> {
        if (LivePaths.ROOT_FILES.contains(path)) {
          yield ROOT;
        }
        boolean osmet = path.endsWith(LivePaths.OSMET_SUFFIX) && path.indexOf('/') < 0;
        yield osmet ? OSMET : OTHER;
      }
    };
  }

  /** Whether it belongs in a rootfs, and not in an initramfs. */
  public boolean belongsToRootfs() {
    return this == ROOT || this == OSMET || this == ROOTFS_COOKIE;
  }
}
