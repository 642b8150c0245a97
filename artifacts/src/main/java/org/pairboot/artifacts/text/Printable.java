package org.pairboot.artifacts.text;

/** Tells characters that a terminal or a log only shows from those that it might obey. */
public final class Printable {
  private Printable() {}

  public static boolean test(int codePoint) {
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
}
