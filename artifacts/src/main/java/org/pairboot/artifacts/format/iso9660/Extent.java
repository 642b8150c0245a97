package org.pairboot.artifacts.format.iso9660;

/**
 * Bytes in one piece.
 *
 * @param offset from the start of the image, in bytes
 * @param length in bytes
 */
record Extent(long offset, long length) {
  long end() {
    return offset + length;
  }
}
