package org.pairboot.artifacts.format.live;

import java.util.List;
import org.pairboot.artifacts.format.cpio.NewcEntry;

/** The files that identify a live image, with their names in the archives. */
public final class LivePaths {
  /** In the initramfs: the build's version and a newline; empty in builds before 2020-07-27. */
  public static final String INITRAMFS_COOKIE = "etc/coreos-live-initramfs";

  /** In the initramfs: the stream-hash of the rootfs. */
  public static final String WANT_ROOTFS = "etc/coreos-live-want-rootfs";

  /** In the initramfs since December 2021: the features for customization. */
  static final String FEATURES = "etc/coreos/features.json";

  /** In the rootfs: the build's version and a newline. */
  public static final String ROOTFS_COOKIE = "etc/coreos-live-rootfs";

  /** In the rootfs: the root file system, under one of these names. */
  static final List<String> ROOT_FILES = List.of("root.squashfs", "root.erofs");

  /** In the rootfs: install images, any number of them, for installation without a network. */
  static final String OSMET_SUFFIX = ".osmet";

  /**
   * The script that fetches the rootfs from {@code coreos.live.rootfs_url=}. Distributions that
   * merge /usr/sbin into /usr/bin have it under another of these names.
   */
  static final List<String> FETCH_SCRIPTS =
      List.of(
          "usr/sbin/coreos-livepxe-rootfs",
          "usr/bin/coreos-livepxe-rootfs",
          "sbin/coreos-livepxe-rootfs");

  /** The files with the version of the system; the first one counts. */
  static final List<String> OS_RELEASES =
      List.of(
          "etc/os-release", "usr/lib/os-release", "etc/initrd-release", "usr/lib/initrd-release");

  private LivePaths() {}

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
}
