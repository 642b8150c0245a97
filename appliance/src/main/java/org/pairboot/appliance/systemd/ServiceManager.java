package org.pairboot.appliance.systemd;

import java.io.IOException;
import java.time.Duration;
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
  private final Optional<Watchdog> watchdog;

  private ServiceManager(Optional<NotifySocket> socket, Optional<Watchdog> watchdog) {
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
    return new ServiceManager(
        socket, socket.flatMap(_ -> Watchdog.of(environment, ProcessHandle.current().pid())));
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
    watchdog.ifPresent(
        dog -> Thread.ofPlatform().daemon().name("watchdog").start(() -> watch(alive, dog)));
  }

  private void watch(Predicate<Duration> alive, Watchdog dog) {
    try {
      while (true) {
        Thread.sleep(dog.interval());
        dog.tell(alive, () -> send("WATCHDOG=1"));
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
