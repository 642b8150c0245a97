package org.pairboot.artifacts.format.cpio;

/**
 * One entry of an archive: its header, its name and where it was found.
 *
 * @param name the name as it stands in the archive. Names are bytes; each character here is one
 *     byte (ISO 8859-1), so that every name survives being read and written. Never absolute,
 *     without {@code ..} and without NUL.
 * @param offset where the header starts, in the (unpacked) bytes the archive was read from
 * @param dataOffset where the data starts, there
 */
public record NewcEntry(NewcHeader header, String name, long offset, long dataOffset) {
  static final String TRAILER = "TRAILER!!!";

  /** Whether this is the entry that ends an archive. */
  public boolean isTrailer() {
    return name.equals(TRAILER);
  }

  /** The path of the file below the root directory, without a leading {@code ./}. */
  public String path() {
    int start = 0;
    while (name.startsWith("./", start)) {
      start += 2;
    }
    return name.substring(start);
  }

  /** Length of the data in bytes. */
  public long size() {
    return header.fileSize();
  }
}
