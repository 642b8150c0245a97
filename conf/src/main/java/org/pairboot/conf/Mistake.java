package org.pairboot.conf;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;

/**
 * One thing that is wrong with the settings.
 *
 * @param place file and line, or the command-line option
 * @param key the key, without the leading {@code pairboot.}; empty when the file cannot be parsed
 * @param problem what is wrong, and what is allowed
 */
public record Mistake(String place, String key, String problem) {

  /** A mistake in what stands at {@code origin}. */
  public static Mistake at(ConfigOrigin origin, String key, String problem) {
    return new Mistake(Places.of(origin), key, problem);
  }

  /**
   * What cannot be parsed.
   *
   * @param place where, if the library does not know better
   */
  public static Mistake unparsable(String place, ConfigException e) {
    // The library's message begins with the origin when it knows one.
    String message = e.getMessage();
    return e.origin() == null
        ? new Mistake(place, "", message)
        : at(e.origin(), "", message.substring(message.indexOf(": ") + 1).strip());
  }

  /** One line: place, key, problem. */
  @Override
  public String toString() {
    return key.isEmpty() ? place + ": " + problem : place + ": " + key + ": " + problem;
  }
}
