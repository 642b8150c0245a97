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

/** All that has been on a wire so far. Thread-safe; what it hands out is to be read in a test. */
public final class Traffic {
  private final Map<Medium, Long> bytes = new EnumMap<>(Medium.class);
  private final List<TftpRead> tftp = new ArrayList<>();
  private final List<HttpRead> http = new ArrayList<>();
  private final List<DhcpMessage> dhcp = new ArrayList<>();

  /** In the order in which it began: each DHCP message, each read. */
  private final List<Object> story = new ArrayList<>();

  synchronized void add(Medium medium, long more) {
    bytes.merge(medium, more, Long::sum);
    notifyAll();
  }

  synchronized void add(TftpRead read) {
    tftp.add(read);
    story.add(read);
    notifyAll();
  }

  synchronized void add(HttpRead read) {
    http.add(read);
    story.add(read);
    notifyAll();
  }

  synchronized void add(DhcpMessage message) {
    dhcp.add(message);
    story.add(message);
  }

  synchronized void change(Runnable change) {
    change.run();
    notifyAll();
  }

  /** Payload sent to machines, with what was sent twice. */
  public synchronized long bytes(Medium medium) {
    return bytes.getOrDefault(medium, 0L);
  }

  public synchronized List<TftpRead> tftp() {
    return List.copyOf(tftp);
  }

  public synchronized List<HttpRead> http() {
    return List.copyOf(http);
  }

  public synchronized List<DhcpMessage> dhcp() {
    return List.copyOf(dhcp);
  }

  /** How much of files whose names end so has been sent, by TFTP and HTTP. */
  public synchronized long bytesOf(String nameEnd) {
    return tftp.stream().filter(r -> r.name().endsWith(nameEnd)).mapToLong(TftpRead::bytes).sum()
        + http.stream().filter(r -> r.target().endsWith(nameEnd)).mapToLong(HttpRead::bytes).sum();
  }

  /** Whether a file whose name ends so has been read by TFTP to its last block. */
  public synchronized boolean isReadByTftp(String nameEnd) {
    return tftp.stream().anyMatch(read -> read.name().endsWith(nameEnd) && read.isComplete());
  }

  /** The different lists of options in read requests, in the order of their first appearance. */
  public synchronized Set<String> tftpOptions() {
    Set<String> options = new LinkedHashSet<>();
    tftp.forEach(read -> options.add(read.options().isEmpty() ? "none" : read.options()));
    return options;
  }

  /**
   * Waits until something has been on the wire.
   *
   * @throws AssertionError when the time is over
   */
  public synchronized void await(String what, Duration limit, Predicate<Traffic> seen) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!seen.test(this)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            "not within " + limit.toSeconds() + " s: " + what + "; on the wire was\n" + this);
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
    story.forEach(event -> text.append("  ").append(event).append('\n'));
    return text.toString();
  }
}
