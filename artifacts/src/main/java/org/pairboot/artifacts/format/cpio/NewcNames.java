package org.pairboot.artifacts.format.cpio;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What names an archive may hold, and how to show one that it must not. */
final class NewcNames {
  /** PATH_MAX of the kernel, which skips entries with longer names. */
  static final int MAX_SIZE = 4096;

  private static final int SHOWN = 80;

  private NewcNames() {}

  /** Why {@code name} is refused, if it is. */
  static Optional<String> objection(String name) {
    if (name.isEmpty()) {
      return Optional.of("is empty");
    }
    if (name.startsWith("/")) {
      return Optional.of("is absolute");
    }
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        return Optional.of("leads out of its directory");
      }
    }
    return Optional.empty();
  }

  /** {@code name} in quotes, shortened, and without anything that could play with a terminal. */
  static String shown(String name) {
    String text = new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder("'");
    text.codePoints()
        .limit(SHOWN)
        .forEach(c -> out.appendCodePoint(Character.isISOControl(c) || isFormat(c) ? '?' : c));
    return out.append(text.codePointCount(0, text.length()) > SHOWN ? "...'" : "'").toString();
  }

  private static boolean isFormat(int codePoint) {
    return Character.getType(codePoint) == Character.FORMAT;
  }
}
