package org.pairboot.appliance.systemd;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LevelToSyslogSeverity;

/** The priority of a line as the journal reads it, such as {@code <6>}; see sd-daemon(3). */
public final class PriorityPrefix extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return "<" + LevelToSyslogSeverity.convert(event) + ">";
  }
}
