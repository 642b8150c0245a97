package org.pairboot.appliance.plan;

import java.util.HexFormat;
import java.util.Optional;

/** An Ethernet hardware address of six bytes. */
public record MacAddress(long bits) {
  /** What an address looks like, to end the sentence "expected ...". */
  public static final String EXPECTED = "a MAC address such as 52:54:00:12:34:56";

  private static final int BYTES = 6;

  /** Parses {@code 52:54:00:12:34:56}, also with dashes or without separators. */
  public static Optional<MacAddress> parse(String text) {
    // By hand: each script that a machine asks for begins with it.
    boolean divided = text.length() == 3 * BYTES - 1;
    if (!divided && text.length() != 2 * BYTES) {
      return Optional.empty();
    }
    long bits = 0;
    for (int at = 0; at < text.length(); at += divided ? 3 : 2) {
      boolean valid =
          HexFormat.isHexDigit(text.charAt(at))
              && HexFormat.isHexDigit(text.charAt(at + 1))
              && (!divided || at == 0 || isSeparator(text, at - 1));
      if (!valid) {
        return Optional.empty();
      }
      bits = bits << 8 | HexFormat.fromHexDigits(text, at, at + 2);
    }
    return Optional.of(new MacAddress(bits));
  }

  /** Whether there is one, the same as between the first two bytes. */
  private static boolean isSeparator(String text, int at) {
    char separator = text.charAt(at);
    return (separator == ':' || separator == '-') && separator == text.charAt(2);
  }

  /** In lower case, with {@code separator} between the bytes. */
  public String text(String separator) {
    StringBuilder text = new StringBuilder();
    for (int i = BYTES - 1; i >= 0; i--) {
      text.append(HexFormat.of().toHexDigits((byte) (bits >> (8 * i))));
      text.append(i > 0 ? separator : "");
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return text(":");
  }
}
