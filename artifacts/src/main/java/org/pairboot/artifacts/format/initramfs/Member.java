package org.pairboot.artifacts.format.initramfs;

/**
 * One member of a buffer: a compressed stream, or a run of uncompressed entries up to a trailer
 * (or, without a trailer, up to the first byte that does not start an entry). NULs between members
 * belong to none.
 *
 * @param index its number in the buffer, from 0
 * @param offset of its first byte, from the start of the buffer
 * @param length its exact length in bytes, without the NULs after it
 * @param archives how many cpio archives it contains
 * @param entries how many entries they have, not counting trailers
 * @param unpackedLength its length in bytes after decompression
 * @param complete whether its last archive ends with a trailer, which the kernel does not require
 */
public record Member(
    int index,
    long offset,
    long length,
    Compression compression,
    int archives,
    long entries,
    long unpackedLength,
    boolean complete) {

  /** The offset of the first byte after it. */
  public long end() {
    return offset + length;
  }

  /** What is known of a member before it is read. */
  public record Start(int index, long offset, Compression compression) {

    /** For messages, such as {@code the gzip member at offset 1024}. */
    String label() {
      return "the " + compression.label() + " member at offset " + offset;
    }
  }
}
