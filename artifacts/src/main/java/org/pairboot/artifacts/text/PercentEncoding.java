package org.pairboot.artifacts.text;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.IntPredicate;

/** Percent-encoding, as RFC 3986 has it: a byte of UTF-8 becomes {@code %} and two digits. */
public final class PercentEncoding {
  private static final HexFormat DIGITS = HexFormat.of().withUpperCase();

  private PercentEncoding() {}

  /**
   * {@code text} with all encoded but letters, digits, {@code -._~} (RFC 3986, section 2.3) and
   * {@code kept}.
   */
  public static String allBut(String kept, String text) {
    return encode(text, b -> isUnreserved(b) || kept.indexOf(b) >= 0);
  }

  /** {@code text} with blanks, double quotes and control characters encoded. */
  public static String ofDelimiters(String text) {
    return encode(text, b -> b > ' ' && b < 0x7f && b != '"');
  }

  private static boolean isUnreserved(int b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || "-._~".indexOf(b) >= 0;
  }

  private static String encode(String text, IntPredicate plain) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (plain.test(b & 0xff)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(DIGITS.toHexDigits(b));
      }
    }
    return encoded.toString();
  }
}
