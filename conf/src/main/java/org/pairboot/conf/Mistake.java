package org.pairboot.conf;

import com.typesafe.config.ConfigOrigin;

/**
 * One thing that is wrong with the settings.
 *
 * @param place file and line, or the command-line option
 * @param key the key, without the leading {@code pairboot.}; empty when the file cannot be parsed
 * @param problem what is wrong, and what is allowed
 */
public record Mistake(String place, String key, String problem) {

  static Mistake at(ConfigOrigin origin, String key, String problem) {
    return new Mistake(Places.of(origin), key, problem);
  }

  /** One line: place, key, problem. */
  @Override
  public String toString() {
    return key.isEmpty() ? place + ": " + problem : place + ": " + key + ": " + problem;
  }
}
