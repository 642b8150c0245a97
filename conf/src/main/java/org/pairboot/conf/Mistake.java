package org.pairboot.conf;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import java.util.List;

/**
 * One thing that is wrong with the settings.
 *
 * @param place file and line, or the command-line option
 * @param key the key, without the leading {@code pairboot.}; empty when the file cannot be parsed
 * @param problem what is wrong, and what was expected
 */
public record Mistake(String place, String key, String problem) {
  static final String COMMAND_LINE = "--set";
  static final String DATA_DIR_OPTION = "--data-dir";
  static final String DEFAULT = "default";

  /** Descriptions of origins that are not files; the library may append to them. */
  private static final List<String> NOT_FILES = List.of(DEFAULT, COMMAND_LINE);

  /** A mistake in the value that comes from {@code origin}. */
  public static Mistake at(ConfigOrigin origin, String key, String problem) {
    return new Mistake(place(origin), key, problem);
  }

  /**
   * A file or option that cannot be parsed.
   *
   * @param place used when the library does not know the place
   */
  public static Mistake unparsable(String place, ConfigException e) {
    // The library's message begins with the origin when it knows one.
    String message = e.getMessage();
    return e.origin() == null
        ? new Mistake(place, "", message)
        : at(e.origin(), "", message.substring(message.indexOf(": ") + 1).strip());
  }

  /** The problem with a value that is not what {@code expected} describes. */
  public static String invalid(String value, String expected) {
    return "invalid value " + value + "; expected " + expected;
  }

  /** Names the place of a value: {@code FILE:LINE}, the option, or {@code default}. */
  static String place(ConfigOrigin origin) {
    for (String place : NOT_FILES) {
      if (origin.description().startsWith(place)) {
        return place;
      }
    }
    String file = origin.filename() != null ? origin.filename() : origin.description();
    return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() : file;
  }

  /** One line: place, key, problem. */
  @Override
  public String toString() {
    return key.isEmpty() ? place + ": " + problem : place + ": " + key + ": " + problem;
  }
}
