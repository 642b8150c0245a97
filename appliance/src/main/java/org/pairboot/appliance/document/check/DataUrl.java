package org.pairboot.appliance.document.check;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code data:} URLs, RFC 2397, as Ignition decodes them. */
final class DataUrl {
  private static final Pattern FORM =
      Pattern.compile("data:(?<type>[^,]*),(?<data>.*)", Pattern.DOTALL);
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("([^/;,\\s]+/[^/;,\\s]+)?(;[^=;,\\s]+=[^;,]+)*(;base64)?");
  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private DataUrl() {}

  /** What is wrong with {@code url}, which begins with {@code data:}; empty when it parses. */
  static Optional<String> problem(String url) {
    Matcher matcher = FORM.matcher(url);
    if (!matcher.matches()) {
      return Optional.of("is a data: URL without a comma in front of its data");
    }
    String type = matcher.group("type");
    String data = matcher.group("data");
    if (!MEDIA_TYPE.matcher(type).matches()) {
      return Optional.of("is a data: URL whose media type '" + type + "' is malformed");
    }
    Matcher bad = BAD_ESCAPE.matcher(data);
    if (bad.find()) {
      return Optional.of(
          "is a data: URL with a malformed percent escape at its character "
              + (matcher.start("data") + bad.start() + 1));
    }
    return type.endsWith(";base64") ? base64Problem(data) : Optional.empty();
  }

  private static Optional<String> base64Problem(String data) {
    String plain =
        data.replace("%2B", "+")
            .replace("%2b", "+")
            .replace("%2F", "/")
            .replace("%2f", "/")
            .replace("%3D", "=")
            .replace("%3d", "=");
    try {
      Base64.getDecoder().decode(plain);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("is a data: URL whose base64 is malformed: " + e.getMessage());
    }
  }
}
