package org.pairboot.appliance.systemd;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies systemd about this service, as sd_notify(3) describes it for units of {@code
 * Type=notify} and {@code notify-reload} (systemd 253), and with {@code WatchdogSec}. Does nothing
 * outside such a unit. Logs messages that cannot be sent and continues. Thread-safe.
 */
public final class ServiceManager {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

  private final Optional<NotifySocket> socket;
  private final Optional<Watchdog> watchdog;

  private ServiceManager(Optional<NotifySocket> socket, Optional<Watchdog> watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /** Reads the variables NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID. */
  public static ServiceManager of(Map<String, String> environment) {
    Optional<NotifySocket> socket = Optional.empty();
    try {
      socket = Optional.ofNullable(environment.get("NOTIFY_SOCKET")).map(NotifySocket::new);
    } catch (IllegalArgumentException e) {
      LOG.warn("{}; the service manager is not notified", e.getMessage());
    }
    return new ServiceManager(
        socket, socket.flatMap(_ -> Watchdog.of(environment, ProcessHandle.current().pid())));
  }

  /** Notifies that the service is ready, at the start and at the end of a reload. */
  public void ready() {
    send("READY=1");
  }

  /** Notifies that a reload has begun. */
  public void reloading() {
    // nanoTime reads CLOCK_MONOTONIC on Linux, and systemd compares with that.
    send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
  }

  public void stopping() {
    send("STOPPING=1");
  }

  /**
   * Notifies the watchdog as long as the service works. Without these messages, systemd kills the
   * service and starts it again.
   *
   * @param isResponsive whether the service responds within the given time; called on its own
   *     thread
   */
  public void watch(Predicate<Duration> isResponsive) {
    watchdog.ifPresent(
        dog -> Thread.ofPlatform().daemon().name("watchdog").start(() -> watch(isResponsive, dog)));
  }

  private void watch(Predicate<Duration> isResponsive, Watchdog dog) {
    try {
      while (true) {
        Thread.sleep(dog.interval());
        dog.ping(isResponsive, () -> send("WATCHDOG=1"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(String message) {
    socket.ifPresent(to -> {
      try {
        to.send(message);
      } catch (IOException e) {
        LOG.warn("cannot notify the service manager of {}: {}", message, e.getMessage());
      }
    });
  }

  /**
   * The watchdog of a unit with {@code WatchdogSec}, see sd_watchdog_enabled(3).
   *
   * @param period the longest time between two messages to systemd
   */
  record Watchdog(Duration period) {

    /**
     * Reads WATCHDOG_USEC and WATCHDOG_PID.
     *
     * @param pid of this process; the variables may be inherited from another one
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
        LOG.warn("WATCHDOG_USEC is not a number: {}; the watchdog is not notified", micros);
        return Optional.empty();
      }
    }

    /** Half a period, as sd_watchdog_enabled(3) recommends. */
    Duration interval() {
      return period.dividedBy(2);
    }

    /**
     * Sends {@code message} if the service responds.
     *
     * @param isResponsive whether the service responds within the given time
     */
    void ping(Predicate<Duration> isResponsive, Runnable message) {
      if (isResponsive.test(interval().dividedBy(2))) {
        message.run();
      } else {
        LOG.error("the service does not respond; its watchdog is not notified");
      }
    }
  }
}
