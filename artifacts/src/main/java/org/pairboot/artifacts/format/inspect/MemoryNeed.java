package org.pairboot.artifacts.format.inspect;

/**
 * How much memory a machine needs. The kernel unpacks initrds to a file system of at most half the
 * memory, while the packed bytes that the loader brought are still there. Live images of the CoreOS
 * kind document a least amount besides.
 */
final class MemoryNeed {
  private static final long MIB = 1 << 20;

  /** What the kernel and first processes take. */
  private static final long SYSTEM = 256 * MIB;

  /** Memory comes in pieces of this size. */
  private static final long PIECE = 256 * MIB;

  /** Documented for images whose rootfs is fetched by the initramfs. */
  static final long LIVE_FETCHED = 2048 * MIB;

  /** Documented for all other ways. */
  static final long LIVE_LOADED = 4096 * MIB;

  private MemoryNeed() {}

  /**
   * The need in bytes.
   *
   * @param loaded bytes that the loader puts into memory
   * @param unpacked bytes in files afterwards
   * @param least what is documented
   */
  static long bytes(long loaded, long unpacked, long least) {
    long computed = Math.max(2 * unpacked, loaded + unpacked + SYSTEM);
    return Math.max(least, Math.ceilDiv(computed, PIECE) * PIECE);
  }
}
