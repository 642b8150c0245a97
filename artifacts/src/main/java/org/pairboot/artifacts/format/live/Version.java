package org.pairboot.artifacts.format.live;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Version strings. They are compared and shown but never parsed, because derived images have their
 * own schemes.
 */
public final class Version {
  private static final Pattern VALID = Pattern.compile("[!-~]{1,128}");
  private static final Pattern TRAILING_NEWLINES = Pattern.compile("\n+\\z");

  private Version() {}

  /** Whether {@code text} can be a version: 1 to 128 printable ASCII characters without blanks. */
  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  /**
   * The contents of a cookie, read like the guest's {@code $(cat cookie)}: a version or the empty
   * string; empty if it contains anything else.
   */
  static Optional<String> ofCookie(byte[] cookie) {
    String text = new String(cookie, StandardCharsets.UTF_8);
    String version = TRAILING_NEWLINES.matcher(text).replaceFirst("");
    return version.isEmpty() || isValid(version) ? Optional.of(version) : Optional.empty();
  }

  /** The version in an os-release file: that of the OSTree commit, else that of the system. */
  static Optional<String> ofOsRelease(byte[] osRelease) {
    return ofOsRelease(osRelease, List.of("OSTREE_VERSION", "VERSION"));
  }

  /** The version in an os-release file, by the first of {@code keys} that it has. */
  public static Optional<String> ofOsRelease(byte[] osRelease, List<String> keys) {
    String text = new String(osRelease, StandardCharsets.UTF_8);
    for (String key : keys) {
      Matcher line = Pattern.compile("(?m)^" + key + "=[\"']?([^\"'\n]*)").matcher(text);
      if (line.find()) {
        // dracut appends its own version after a blank
        String word = line.group(1).strip().split("\\s", 2)[0];
        if (isValid(word)) {
          return Optional.of(word);
        }
      }
    }
    return Optional.empty();
  }
}
