package org.pairboot.appliance.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.pairboot.conf.Settings.LogLevel;
import org.slf4j.LoggerFactory;

/** Sets how much is logged; where and in which form is said by {@link LogSetup}. */
final class Logging {
  private Logging() {}

  static void setLevel(LogLevel level) {
    if (LoggerFactory.getLogger("org.pairboot") instanceof Logger logger) {
      logger.setLevel(Level.valueOf(level.name()));
    }
  }
}
