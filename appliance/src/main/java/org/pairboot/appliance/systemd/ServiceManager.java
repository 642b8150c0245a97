package org.pairboot.appliance.systemd;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.pairboot.artifacts.os.Abi;
import org.pairboot.artifacts.os.LinuxCallException;
import org.pairboot.artifacts.os.LinuxCalls;
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

  /** Whether there is one. */
  public boolean isPresent() {
    return socket.isPresent();
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

  /**
   * Tells what {@code systemctl status} shows.
   *
   * @param text of which only the first line counts
   */
  public void status(String text) {
    send("STATUS=" + text.lines().findFirst().orElse(""));
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

  /**
   * The socket of sd_notify(3): a Unix datagram socket, in the file system or, with a leading
   * {@code @}, in the abstract namespace. Thread-safe.
   */
  static final class NotifySocket {
    /** In sockaddr_un, unix(7), the path follows two bytes of family. */
    private static final int PATH_OFFSET = 2;

    private static final int MAX_PATH = 108;

    private final byte[] path;

    /**
     * Does not open anything.
     *
     * @param name the value of NOTIFY_SOCKET
     * @throws IllegalArgumentException when the name is not that of a Unix socket
     */
    NotifySocket(String name) {
      path = name.getBytes(StandardCharsets.UTF_8);
      if (path.length < 2 || path.length >= MAX_PATH || (path[0] != '/' && path[0] != '@')) {
        throw new IllegalArgumentException("NOTIFY_SOCKET is not a Unix socket: " + name);
      }
      if (path[0] == '@') {
        path[0] = 0;
      }
    }

    void send(String message) throws IOException {
      try (Arena arena = Arena.ofConfined()) {
        send(message, new LinuxCalls(arena), arena);
      }
    }

    private void send(String message, LinuxCalls calls, Arena arena) throws IOException {
      int fd = calls.socket(Abi.AF_UNIX, Abi.SOCK_DGRAM | Abi.SOCK_CLOEXEC);
      LinuxCallException.check("socket", fd);
      try {
        MemorySegment address = arena.allocate(PATH_OFFSET + MAX_PATH);
        address.set(JAVA_SHORT, 0, (short) Abi.AF_UNIX);
        MemorySegment.copy(path, 0, address, JAVA_BYTE, PATH_OFFSET, path.length);
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        MemorySegment text = arena.allocate(bytes.length);
        MemorySegment.copy(bytes, 0, text, JAVA_BYTE, 0, bytes.length);
        // An abstract name ends with the address, so the length must not include unused bytes.
        int sent = calls.sendto(fd, text, address, PATH_OFFSET + path.length);
        if (LinuxCallException.check("sendto NOTIFY_SOCKET", sent) != bytes.length) {
          throw new IOException("NOTIFY_SOCKET accepted only " + sent + " bytes of a message");
        }
      } finally {
        calls.close(fd);
      }
    }
  }
}
