package org.pairboot.appliance.plan;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** An Ethernet hardware address of six bytes. */
public record MacAddress(long bits) {
  /** What an address looks like, to end the sentence "expected ...". */
  public static final String EXPECTED = "a MAC address such as 52:54:00:12:34:56";

  private static final int BYTES = 6;
  private static final Pattern FORM =
      Pattern.compile("[0-9A-Fa-f]{2}([:-]?)[0-9A-Fa-f]{2}(\\1[0-9A-Fa-f]{2}){4}");

  /** Parses {@code 52:54:00:12:34:56}, also with dashes or without separators. */
  public static Optional<MacAddress> parse(String text) {
    return FORM.matcher(text).matches()
        ? Optional.of(new MacAddress(HexFormat.fromHexDigitsToLong(text.replaceAll("[:-]", ""))))
        : Optional.empty();
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
