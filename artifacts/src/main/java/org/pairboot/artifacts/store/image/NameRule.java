package org.pairboot.artifacts.store.image;

import java.util.function.IntPredicate;
import org.pairboot.artifacts.text.PrintableText;

/**
 * What a kind of name may look like. All names end up in URLs, loader scripts and OCI annotations,
 * so the alphabets are small and need no quoting in any of them.
 */
enum NameRule {
  IMAGE_NAME(
      "image name",
      64,
      NameRule::isLowerAlphanumeric,
      c -> isLowerAlphanumeric(c) || isOneOf("._-", c),
      "a-z or 0-9 first, then a-z, 0-9, '.', '_', '-', up to 64 characters"),
  VERSION(
      "version",
      128,
      NameRule::isAlphanumeric,
      c -> isAlphanumeric(c) || isOneOf("._+~-", c),
      "a letter or digit first, then letters, digits, '.', '_', '+', '~', '-', up to 128"
          + " characters"),
  CHANNEL(
      "channel",
      64,
      NameRule::isAlphanumeric,
      c -> isAlphanumeric(c) || isOneOf("._-", c),
      "a letter or digit first, then letters, digits, '.', '_', '-', up to 64 characters"),
  FILE_NAME(
      "file name",
      128,
      NameRule::isAlphanumeric,
      c -> isAlphanumeric(c) || isOneOf("._+~-", c),
      "a letter or digit first, then letters, digits, '.', '_', '+', '~', '-', up to 128"
          + " characters");

  private static final int LONGEST_QUOTE = 80;

  private final String kind;
  private final int maxLength;
  private final IntPredicate first;
  private final IntPredicate rest;
  private final String allowed;

  NameRule(String kind, int maxLength, IntPredicate first, IntPredicate rest, String allowed) {
    this.kind = kind;
    this.maxLength = maxLength;
    this.first = first;
    this.rest = rest;
    this.allowed = allowed;
  }

  /** Returns {@code name}, or throws an exception that says what is wrong with it. */
  String check(String name) {
    if (name.isEmpty()) {
      throw new InvalidNameException("the " + kind + " is empty; expected " + allowed);
    }
    for (int i = 0, position = 1; i < name.length(); position++) {
      int c = name.codePointAt(i);
      if (!(i == 0 ? first : rest).test(c)) {
        throw new InvalidNameException(
            "%s '%s' has %s at position %d; expected %s"
                .formatted(kind, quotable(name), show(c), position, allowed));
      }
      i += Character.charCount(c);
    }
    if (name.length() > maxLength) {
      throw new InvalidNameException(
          "%s '%s' has %d characters; expected %s"
              .formatted(kind, quotable(name), name.length(), allowed));
    }
    return name;
  }

  /** {@code text} for a message: no control characters, not too long. */
  static String quotable(String text) {
    return PrintableText.of(text, LONGEST_QUOTE);
  }

  private static String show(int c) {
    return PrintableText.isPrintable(c) ? "'" + Character.toString(c) + "'" : "U+%04X".formatted(c);
  }

  private static boolean isLowerAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isAlphanumeric(int c) {
    return isLowerAlphanumeric(c) || (c >= 'A' && c <= 'Z');
  }

  private static boolean isOneOf(String characters, int c) {
    return characters.indexOf(c) >= 0;
  }
}
