package org.pairboot.appliance.systemd;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code WatchdogSec} of a unit wants to hear, by the variables WATCHDOG_USEC and WATCHDOG_PID
 * of sd_watchdog_enabled(3).
 *
 * @param period within which systemd wants to be told that the service is alive
 */
record Watchdog(Duration period) {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  /**
   * The watchdog of a process, if it has one.
   *
   * @param pid the process's id; the variables may be meant for another, whose environment it has
   */
  static Optional<Watchdog> of(Map<String, String> environment, long pid) {
    String self = Long.toString(pid);
    String micros = environment.get("WATCHDOG_USEC");
    if (micros == null || !environment.getOrDefault("WATCHDOG_PID", self).equals(self)) {
      return Optional.empty();
    }
    try {
      Duration period = Duration.of(Long.parseLong(micros), ChronoUnit.MICROS);
      return Optional.of(period).filter(Duration::isPositive).map(Watchdog::new);
    } catch (NumberFormatException e) {
      LOG.warn("WATCHDOG_USEC is no number: {}; the watchdog hears nothing", micros);
      return Optional.empty();
    }
  }

  /** How often it is told: twice in each period, as sd_watchdog_enabled(3) advises. */
  Duration interval() {
    return period.dividedBy(2);
  }

  /**
   * Tells it that the service is alive, but only if it is.
   *
   * @param alive whether the service works, found out within the given time
   */
  void tell(Predicate<Duration> alive, Runnable message) {
    if (alive.test(interval().dividedBy(2))) {
      message.run();
    } else {
      LOG.error("the service does not react; its watchdog is not told that it is alive");
    }
  }
}
