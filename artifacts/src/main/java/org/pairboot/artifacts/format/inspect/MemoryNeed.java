package org.pairboot.artifacts.format.inspect;

/**
 * How much memory a machine needs. The kernel unpacks initrds to a file system that may fill half
 * of the memory, while the packed bytes from the loader still occupy theirs. CoreOS also documents
 * a minimum for its live images.
 */
public final class MemoryNeed {
  private static final long MIB = 1 << 20;

  /** For the kernel and the first processes; an estimate. */
  private static final long SYSTEM = 256 * MIB;

  /** The result is rounded up to a multiple of this size. */
  private static final long STEP = 256 * MIB;

  /** The documented minimum if the initramfs fetches the rootfs. */
  public static final long LIVE_FETCHED = 2048 * MIB;

  /** The documented minimum for all other methods. */
  public static final long LIVE_LOADED = 4096 * MIB;

  private MemoryNeed() {}

  /**
   * The amount in bytes.
   *
   * @param loaded bytes that the loader loads
   * @param unpacked bytes of the files afterwards
   * @param least the documented minimum
   */
  public static long bytes(long loaded, long unpacked, long least) {
    long computed = Math.max(2 * unpacked, loaded + unpacked + SYSTEM);
    return Math.max(least, Math.ceilDiv(computed, STEP) * STEP);
  }
}
