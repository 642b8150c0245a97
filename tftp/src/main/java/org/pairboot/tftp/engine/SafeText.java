package org.pairboot.tftp.engine;

/** Makes what came from the network fit for messages and logs. */
final class SafeText {
  private static final int MAX_LENGTH = 80;

  private SafeText() {}

  /** Printable ASCII of at most some 80 characters; what is left out is marked. */
  static String of(String text) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), MAX_LENGTH); i++) {
      char c = text.charAt(i);
      safe.append(c >= ' ' && c < 0x7F ? c : '?');
    }
    return text.length() > MAX_LENGTH ? safe.append("...").toString() : safe.toString();
  }
}
