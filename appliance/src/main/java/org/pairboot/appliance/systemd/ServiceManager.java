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
 * Tells systemd about this service, as sd_notify(3) has it for units of {@code Type=notify} and
 * {@code notify-reload} (systemd 253), and with {@code WatchdogSec}; does nothing where nobody
 * wants to hear. A message that cannot be sent is logged, and no reason to fail. Thread-safe.
 */
public final class ServiceManager {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

  private final Optional<NotifySocket> socket;
  private final Optional<Duration> watchdog;

  private ServiceManager(Optional<NotifySocket> socket, Optional<Duration> watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /** Who is told, by the variables NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID. */
  public static ServiceManager of(Map<String, String> environment) {
    Optional<NotifySocket> socket = Optional.empty();
    try {
      socket = Optional.ofNullable(environment.get("NOTIFY_SOCKET")).map(NotifySocket::new);
    } catch (IllegalArgumentException e) {
      LOG.warn("{}; the service manager hears nothing", e.getMessage());
    }
    return new ServiceManager(socket, socket.flatMap(_ -> watchdog(environment)));
  }

  private static Optional<Duration> watchdog(Map<String, String> environment) {
    String self = Long.toString(ProcessHandle.current().pid());
    if (!environment.getOrDefault("WATCHDOG_PID", self).equals(self)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(environment.get("WATCHDOG_USEC"))
          .map(micros -> Duration.of(Long.parseLong(micros), ChronoUnit.MICROS))
          .filter(Duration::isPositive);
    } catch (NumberFormatException e) {
      LOG.warn("WATCHDOG_USEC is no number: {}", e.getMessage());
      return Optional.empty();
    }
  }

  public void ready() {
    send("READY=1");
  }

  /** A reload has begun; {@link #ready} says that it is over. */
  public void reloading() {
    // CLOCK_MONOTONIC is what nanoTime reads on Linux, and what systemd compares with.
    send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
  }

  public void stopping() {
    send("STOPPING=1");
  }

  /**
   * Tells systemd twice in each of its periods that the service is alive, as long as it is; without
   * that it is killed and started again.
   *
   * @param alive whether the service works, found out within the given time; called on a thread of
   *     its own
   */
  public void watch(Predicate<Duration> alive) {
    watchdog.ifPresent(period -> {
      Duration interval = period.dividedBy(2);
      Thread.ofPlatform().daemon().name("watchdog").start(() -> watch(alive, interval));
    });
  }

  private void watch(Predicate<Duration> alive, Duration interval) {
    try {
      while (true) {
        Thread.sleep(interval);
        if (alive.test(interval.dividedBy(2))) {
          send("WATCHDOG=1");
        } else {
          LOG.error("the service does not react; its watchdog is not told that it is alive");
        }
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
        LOG.warn("the service manager was not told {}: {}", message, e.getMessage());
      }
    });
  }
}
