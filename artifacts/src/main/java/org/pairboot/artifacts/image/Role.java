package org.pairboot.artifacts.image;

/** What a part is for, in the order in which parts stand in an image version. */
public enum Role {
  KERNEL,
  INITRAMFS,
  ROOTFS,
  /** A further initrd behind the rootfs, such as an {@code ignition.img}. */
  EXTRA
}
