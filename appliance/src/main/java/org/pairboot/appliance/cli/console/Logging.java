package org.pairboot.appliance.cli.console;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.pairboot.appliance.cli.LogSetup;
import org.pairboot.conf.Settings.LogLevel;
import org.slf4j.LoggerFactory;

/** Sets how much is logged; where and in which form is said by {@link LogSetup}. */
public final class Logging {
  private Logging() {}

  public static void setLevel(LogLevel level) {
    if (LoggerFactory.getLogger("org.pairboot") instanceof Logger logger) {
      logger.setLevel(Level.valueOf(level.name()));
    }
  }
}
