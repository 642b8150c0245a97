package org.pairboot.appliance.start;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.TimeZone;

/**
 * The word {@code %time} of patterns: when something happened, in the time of the place. Logback's
 * {@code %d} would do, but has java.time look for rules of time zones in every jar, at the start.
 */
final class EventTime extends ClassicConverter {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

  @Override
  public String convert(ILoggingEvent event) {
    long millis = event.getTimeStamp();
    int offset = TimeZone.getDefault().getOffset(millis);
    return FORMAT.format(
        Instant.ofEpochMilli(millis).atOffset(ZoneOffset.ofTotalSeconds(offset / 1000)));
  }
}
