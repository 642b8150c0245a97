package org.pairboot.artifacts.format.iso9660;

import java.util.Arrays;
import org.pairboot.artifacts.format.input.BadImageException;
import org.pairboot.artifacts.format.iso9660.Sectors.Extent;

/**
 * A directory record (ECMA-119, 9.1): a file, a directory, or one extent of a large file.
 *
 * <pre>
 *  0 length | 1 length of extended attributes | 2 block (both-endian) | 10 length of the data
 *  (both-endian) | 18 date | 25 flags | 26 interleave unit | 27 gap | 28 volume | 32 length of the
 *  identifier | 33 identifier, padded to even | system use
 * </pre>
 *
 * @param offset of the record in the image
 * @param identifier as written; a single byte 0 is the directory itself, 1 its parent
 * @param systemUse the area where Rock Ridge keeps its data, possibly empty
 */
record DirectoryRecord(long offset, Extent extent, int flags, byte[] identifier, byte[] systemUse) {
  /** The length of a record whose identifier has one byte. */
  static final int MIN_LENGTH = 34;

  private static final int HEADER = 33;
  private static final int DIRECTORY = 0x02;
  private static final int ASSOCIATED = 0x04;
  private static final int MORE_EXTENTS = 0x80;

  /**
   * Parses the record at {@code at} in {@code bytes}, whose offset in the image is {@code offset}.
   *
   * @throws BadImageException if it is malformed or extends past {@code bytes}
   */
  static DirectoryRecord parse(byte[] bytes, int at, long offset, Sectors sectors)
      throws BadImageException {
    int length = bytes[at] & 0xFF;
    if (length < MIN_LENGTH || length > bytes.length - at) {
      throw sectors.bad(offset, "malformed directory record at offset " + offset);
    }
    byte[] record = Arrays.copyOfRange(bytes, at, at + length);
    int identifierLength = record[32] & 0xFF;
    if (identifierLength == 0 || identifierLength > length - HEADER) {
      throw sectors.bad(
          offset,
          "the directory record at offset " + offset + " has a name longer than the record");
    }
    if (record[26] != 0 || record[27] != 0) {
      throw sectors.bad(
          offset, "the file of the directory record at offset " + offset + " is interleaved");
    }
    long block = number(record, 2, "locations", offset, sectors);
    long dataLength = number(record, 10, "lengths", offset, sectors);
    // Extended attributes, which no tool writes any more, precede the data.
    long start = (block + (record[1] & 0xFF)) * Sectors.SIZE;
    int systemUse = HEADER + identifierLength + (identifierLength % 2 == 0 ? 1 : 0);
    return new DirectoryRecord(
        offset,
        new Extent(start, dataLength),
        record[25] & 0xFF,
        Arrays.copyOfRange(record, HEADER, HEADER + identifierLength),
        systemUse < length ? Arrays.copyOfRange(record, systemUse, length) : new byte[0]);
  }

  private static long number(byte[] record, int at, String what, long offset, Sectors sectors)
      throws BadImageException {
    return Sectors.u32(record, at)
        .orElseThrow(() ->
            sectors.bad(
                offset, "the directory record at offset " + offset + " has two different " + what));
  }

  boolean isDirectory() {
    return (flags & DIRECTORY) != 0;
  }

  /** Whether it is a resource fork, which has the name of a file without being one. */
  boolean isAssociated() {
    return (flags & ASSOCIATED) != 0;
  }

  /** Whether the next record continues the same file. */
  boolean hasMoreExtents() {
    return (flags & MORE_EXTENTS) != 0;
  }

  /** Whether it is the directory itself or its parent. */
  boolean isDots() {
    return identifier.length == 1 && (identifier[0] == 0 || identifier[0] == 1);
  }
}
