package org.pairboot.artifacts.imports;

/** Initramfs and rootfs do not belong together, or nothing proves that they do. */
public final class PairRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  PairRejectedException(String message) {
    super(message);
  }
}
