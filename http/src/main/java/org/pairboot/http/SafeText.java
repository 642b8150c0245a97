package org.pairboot.http;

/** What a client sent, made fit for a log line or an answer. */
final class SafeText {
  private static final String PUNCTUATION = " /._-~+=,:;@%()[]\\!$*#";

  private SafeText() {}

  /**
   * {@code text} cut to {@code max} characters, with anything replaced by {@code ?} that could act
   * as markup, a control sequence or a line of its own.
   */
  static String of(String text, int max) {
    StringBuilder safe = new StringBuilder(Math.min(text.length(), max));
    for (int i = 0; i < text.length(); i++) {
      if (safe.length() >= max) {
        return safe.append("...").toString();
      }
      char c = text.charAt(i);
      safe.append(Character.isLetterOrDigit(c) || PUNCTUATION.indexOf(c) >= 0 ? c : '?');
    }
    return safe.toString();
  }
}
