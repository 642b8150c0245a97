package org.pairboot.conf;

import com.typesafe.config.ConfigOrigin;
import java.util.List;
import org.pairboot.conf.file.FileException;
import org.pairboot.conf.file.HoconFile;

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

  /** What is wrong with a file. */
  public static Mistake of(FileException.Problem problem) {
    return new Mistake(problem.place(), problem.key(), problem.problem());
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
    return HoconFile.place(origin);
  }

  /** One line: place, key, problem. */
  @Override
  public String toString() {
    return key.isEmpty() ? place + ": " + problem : place + ": " + key + ": " + problem;
  }
}
