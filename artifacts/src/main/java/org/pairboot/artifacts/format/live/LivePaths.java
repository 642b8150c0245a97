package org.pairboot.artifacts.format.live;

import java.util.List;

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
}
