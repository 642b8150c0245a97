package org.pairboot.artifacts.format.preset;

/** Where a system takes its root file system from. */
public sealed interface RootSource {

  /** It is in the initramfs, so there is no further file. */
  record Inside() implements RootSource {}

  /** The rootfs of a pair: unpacked by the kernel as a further initrd, or fetched by URL. */
  record Appended() implements RootSource {}

  /**
   * A file that the initramfs fetches by URL, and that cannot be an initrd.
   *
   * @param reason what about it cannot be verified, for people
   */
  record Fetched(String reason) implements RootSource {}
}
