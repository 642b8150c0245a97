package org.pairboot.artifacts.transport;

/** Makes fit for a message what another machine said. */
final class RemoteText {
  private static final int LONGEST = 300;

  private RemoteText() {}

  /** {@code text} in one line of bounded length, without anything that a terminal might obey. */
  static String oneLine(String text) {
    StringBuilder line = new StringBuilder();
    text.strip()
        .codePoints()
        .limit(LONGEST)
        .map(c -> isPrintable(c) ? c : ' ')
        .forEach(line::appendCodePoint);
    return line.toString();
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
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
}
