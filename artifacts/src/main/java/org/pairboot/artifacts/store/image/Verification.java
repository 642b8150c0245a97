package org.pairboot.artifacts.store.image;

/** Whether initramfs and rootfs were proven to belong together when the image was imported. */
public sealed interface Verification {

  /** Stream-hash and version cookie agree. */
  record Verified() implements Verification {}

  /**
   * Nothing to compare: the image carries neither stream-hash nor version, or has no rootfs.
   *
   * @param reason why, in one line for people
   */
  record Unverifiable(String reason) implements Verification {
    /**
     * @throws IllegalArgumentException when the reason is not one line
     */
    public Unverifiable {
      ImageVersion.requireOneLine("reason", reason, ImageVersion.MAX_NOTE);
    }
  }
}
