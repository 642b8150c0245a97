package org.pairboot.artifacts.format.initramfs;

/**
 * One member of a buffer: a compressed stream, or a run of uncompressed entries up to a trailer
 * (or, where that is missing, up to the first byte that starts no entry). NULs between members
 * belong to none.
 *
 * @param index its number in the buffer, from 0
 * @param offset where it starts, in bytes from the start of the buffer
 * @param length its exact length in bytes, without the NULs behind it
 * @param archives how many cpio archives it holds
 * @param entries how many entries they hold, trailers not counted
 * @param unpackedLength its length in bytes after decompression
 * @param complete whether its last archive ends with a trailer; the kernel does not insist
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

  /** The offset of the first byte behind it. */
  public long end() {
    return offset + length;
  }

  /** What is known of a member before it is read; see {@link Member}. */
  public record Start(int index, long offset, Compression compression) {

    /** Such as {@code the gzip member at offset 1024}. */
    String label() {
      return "the " + compression.label() + " member at offset " + offset;
    }
  }
}
