package org.pairboot.it.firmware.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Everything that has crossed a network so far. Thread-safe. */
public final class Traffic {
  /** What delivers bytes to a machine. */
  public enum Service {
    TFTP,
    HTTP,
    HTTPS
  }

  private final Map<Service, Long> bytes = new EnumMap<>(Service.class);
  private final List<CapturedTftpRead> tftp = new ArrayList<>();
  private final List<CapturedHttpRequest> http = new ArrayList<>();
  private final List<DhcpMessage> dhcp = new ArrayList<>();

  /** Each DHCP message and each read, in the order of their beginnings. */
  private final List<Object> events = new ArrayList<>();

  synchronized void add(Service service, long more) {
    bytes.merge(service, more, Long::sum);
    notifyAll();
  }

  synchronized void add(CapturedTftpRead read) {
    tftp.add(read);
    events.add(read);
    notifyAll();
  }

  synchronized void add(CapturedHttpRequest read) {
    http.add(read);
    events.add(read);
    notifyAll();
  }

  synchronized void add(DhcpMessage message) {
    dhcp.add(message);
    events.add(message);
  }

  synchronized void change(Runnable change) {
    change.run();
    notifyAll();
  }

  /** Payload sent to machines, in bytes, including retransmissions. */
  public synchronized long bytes(Service service) {
    return bytes.getOrDefault(service, 0L);
  }

  public synchronized List<CapturedTftpRead> tftp() {
    return List.copyOf(tftp);
  }

  public synchronized List<CapturedHttpRequest> http() {
    return List.copyOf(http);
  }

  public synchronized List<DhcpMessage> dhcp() {
    return List.copyOf(dhcp);
  }

  /** Bytes sent by TFTP and HTTP of all files whose names end like this. */
  public synchronized long bytesOf(String nameEnd) {
    return tftp.stream()
            .filter(r -> r.name().endsWith(nameEnd))
            .mapToLong(CapturedTftpRead::bytes)
            .sum()
        + http.stream()
            .filter(r -> r.target().endsWith(nameEnd))
            .mapToLong(CapturedHttpRequest::bytes)
            .sum();
  }

  /** Whether a file whose name ends like this was read by TFTP to its last block. */
  public synchronized boolean isReadByTftp(String nameEnd) {
    return tftp.stream().anyMatch(read -> read.name().endsWith(nameEnd) && read.isComplete());
  }

  /** The distinct option lists of read requests, in the order of their first use. */
  public synchronized Set<String> tftpOptions() {
    Set<String> options = new LinkedHashSet<>();
    tftp.forEach(read -> options.add(read.options().isEmpty() ? "none" : read.options()));
    return options;
  }

  /**
   * Waits until a condition is true.
   *
   * @param what the condition, for the message
   * @throws AssertionError if it is not true within the limit
   */
  public synchronized void await(String what, Duration limit, Predicate<Traffic> condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.test(this)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            "not within " + limit.toSeconds() + " s: " + what + "; captured so far:\n" + this);
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  /** One line for each message and each read. */
  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder();
    events.forEach(event -> text.append("  ").append(event).append('\n'));
    return text.toString();
  }
}
