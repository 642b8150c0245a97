package org.pairboot.artifacts.format.cpio;

import java.nio.charset.StandardCharsets;
import org.pairboot.artifacts.text.PrintableText;

/**
 * One entry of an archive: its header, its name and its position.
 *
 * @param name the name as the archive has it. Names are bytes; each character is one byte (ISO
 *     8859-1), so that every name can be written again unchanged. It is not empty, not absolute,
 *     and has neither {@code ..} nor NUL in it.
 * @param offset where the header starts in the (unpacked) bytes of the archive's source
 * @param dataOffset where the data starts, in the same bytes
 */
public record NewcEntry(NewcHeader header, String name, long offset, long dataOffset) {
  static final String TRAILER = "TRAILER!!!";

  private static final int SHOWN_NAME = 80;

  /** Whether this entry ends an archive. */
  public boolean isTrailer() {
    return name.equals(TRAILER);
  }

  /** The path below the root directory, without a leading {@code ./}. */
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

  /** {@code name} for messages: in quotes, shortened, and safe to print on a terminal. */
  static String quoted(String name) {
    String text = new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return "'" + PrintableText.of(text, SHOWN_NAME) + "'";
  }
}
