package org.pairboot.artifacts.format.initramfs;

/** What is known of a member before it is read; see {@link Member}. */
public record MemberStart(int index, long offset, Compression compression) {

  /** Such as {@code the gzip member at offset 1024}. */
  String label() {
    return "the " + compression.label() + " member at offset " + offset;
  }
}
