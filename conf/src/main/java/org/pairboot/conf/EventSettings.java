package org.pairboot.conf;

import java.time.Duration;

/**
 * What is kept of the boots of machines.
 *
 * @param enabled whether anything is
 * @param maxBytes of all files together
 * @param maxAge of events; boots are kept for a year at least
 */
public record EventSettings(boolean enabled, long maxBytes, Duration maxAge) {
  private static final long MIN_BYTES = 1 << 20;
  private static final long MAX_BYTES = 1L << 40;
  private static final Duration MAX_AGE = Duration.ofDays(3660);

  /** The same, but nothing is kept. */
  public EventSettings off() {
    return new EventSettings(false, maxBytes, maxAge);
  }

  static EventSettings read(SettingsReader reader) {
    return new EventSettings(
        reader.bool("events.enabled"),
        reader.bytes("events.max-bytes", MIN_BYTES, MAX_BYTES),
        reader.duration("events.max-age", Duration.ofHours(1), MAX_AGE));
  }
}
