package org.pairboot.artifacts.fetch.transport;

import org.pairboot.artifacts.text.Printable;

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
        .map(c -> Printable.test(c) ? c : ' ')
        .forEach(line::appendCodePoint);
    return line.toString();
  }
}
