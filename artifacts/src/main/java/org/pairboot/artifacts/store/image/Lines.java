package org.pairboot.artifacts.store.image;

/** Checks of free text that ends up in loader scripts and on terminals. */
final class Lines {
  static final int MAX_NOTE = 1000;

  private Lines() {}

  static void requireOneLine(String what, String text, int maxLength) {
    if (text.length() > maxLength) {
      throw new InvalidNameException(
          "%d characters in %s; at most %d are allowed".formatted(text.length(), what, maxLength));
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // A line break in kernel arguments would be a new directive in a loader's script.
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        throw new InvalidNameException(
            "control character U+%04X in %s at position %d; allowed: one line of text"
                .formatted((int) c, what, i + 1));
      }
    }
  }
}
