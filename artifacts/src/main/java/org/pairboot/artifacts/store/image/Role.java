package org.pairboot.artifacts.store.image;

/** What a part is for, in the order in which parts stand in an image version. */
public enum Role {
  KERNEL,
  INITRAMFS,
  ROOTFS,
  /**
   * Scripts and hashes with which an initramfs fetches a payload that it could not fetch before.
   */
  FETCHER,
  /** A further initrd behind the rootfs, such as an {@code ignition.img}. */
  EXTRA,
  /**
   * A file that the initramfs fetches by URL, such as the squashfs of a Debian live image. Never an
   * initrd: the kernel could not unpack it.
   */
  PAYLOAD,
  /** The fat form that the pair was split from: served for a time, and in no initrd chain. */
  FAT;

  /** Whether the kernel is to unpack it. */
  public boolean isInitrd() {
    return this == INITRAMFS || this == ROOTFS || this == FETCHER || this == EXTRA;
  }
}
