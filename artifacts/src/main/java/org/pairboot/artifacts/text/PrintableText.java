package org.pairboot.artifacts.text;

/**
 * Makes text from the network or from files safe to show: characters that a terminal or a log might
 * obey instead of showing them become {@code ?}. This covers line breaks, escape sequences and
 * Unicode's invisible formatting, which can reverse what a reader sees.
 */
public final class PrintableText {
  private static final int REPLACEMENT = '?';

  private PrintableText() {}

  /** Whether a terminal shows {@code codePoint} rather than acting on it. */
  public static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** Whether {@code text} is one line without anything that a terminal would act on. */
  public static boolean isPrintable(String text) {
    return text.codePoints().allMatch(PrintableText::isPrintable);
  }

  /** {@code text} with every character that is not printable replaced. */
  public static String of(String text) {
    return of(text, Integer.MAX_VALUE);
  }

  /**
   * The same, shortened.
   *
   * @param maxLength of the text in code points; where some are left out, {@code ...} follows
   */
  public static String of(String text, int maxLength) {
    return text.length() <= maxLength && isPlain(text) ? text : replace(text, maxLength);
  }

  /** Whether {@code text} is the ASCII of nearly all names, which needs no tables of characters. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static String replace(String text, int maxLength) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), maxLength));
    text.codePoints()
        .limit(maxLength)
        .map(c -> isPrintable(c) ? c : REPLACEMENT)
        .forEach(shown::appendCodePoint);
    return text.codePointCount(0, text.length()) > maxLength
        ? shown.append("...").toString()
        : shown.toString();
  }
}
