package org.pairboot.artifacts.format.initramfs;

import java.io.IOException;
import org.pairboot.artifacts.format.input.ImageInput;

/**
 * Limits for one walk, far above any sound image, so that a decompression bomb costs a limited
 * time. Memory is bounded without them, because unpacked bytes are only passed on.
 */
final class WalkLimits {
  /** Unpacked bytes of all members of a buffer. */
  static final long MAX_UNPACKED = 64L << 30;

  /** Entries in all members; an unpacked distribution has less than half a million files. */
  static final long MAX_ENTRIES = 8_000_000;

  /** Members; live images have three to seven. */
  static final int MAX_MEMBERS = 4096;

  private long unpacked;
  private long entries;

  void countUnpacked(ImageInput in, long bytes) throws IOException {
    unpacked += bytes;
    if (unpacked > MAX_UNPACKED) {
      throw in.bad("unpacks to more than " + (MAX_UNPACKED >> 30) + " GiB; reading stopped");
    }
  }

  void countEntry(ImageInput in) throws IOException {
    if (++entries > MAX_ENTRIES) {
      throw in.bad("contains more than " + MAX_ENTRIES + " files; reading stopped");
    }
  }

  void checkMember(ImageInput in, int index) throws IOException {
    if (index >= MAX_MEMBERS) {
      throw in.bad("contains more than " + MAX_MEMBERS + " members; reading stopped");
    }
  }
}
