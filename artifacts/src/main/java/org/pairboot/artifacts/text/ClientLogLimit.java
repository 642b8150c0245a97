package org.pairboot.artifacts.text;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which lines about what clients did the log gets. In an interval, each address gets so
 * many, and those that may be forged get so many together: a flood fills no disk, and does not push
 * out the lines about others. The first line of a later interval says how many were left out.
 * Thread-safe.
 */
public final class ClientLogLimit {
  /** The first half of an address, in bytes. */
  private static final int IPV6_NETWORK = 8;

  private final Limits limits;
  private final long intervalNanos;
  private final Map<Object, Integer> lines = new HashMap<>();

  private boolean started;
  private long intervalEnd;
  private int proven;
  private int unproven;
  private Omitted now = Omitted.NONE;
  private Omitted before = Omitted.NONE;

  /**
   * How many lines there may be in an interval.
   *
   * @param perClient about one address that has shown that it receives
   * @param proven about all of these
   * @param perUnproven about one address that may be forged
   * @param unproven about all of these
   */
  public record Limits(int perClient, int proven, int perUnproven, int unproven) {
    /**
     * A boot leaves some ten lines, a system that fetches its packages one by one a hundred, and a
     * thousand machines may boot in the same minute. Of what anybody can send in another's name,
     * there are as many lines as show a rack that lost its network, while a flood, with some 150
     * bytes a line, writes no more than 8 MB a day.
     */
    public static final Limits PER_MINUTE = new Limits(150, 10_000, 8, 40);
  }

  /** Lines that were left out. */
  private record Omitted(long lines, Optional<InetAddress> latest) {
    private static final Omitted NONE = new Omitted(0, Optional.empty());

    @Override
    public String toString() {
      return latest
          .map(client ->
              "; %d more lines about clients were left out before, the last about %s"
                  .formatted(lines, client.getHostAddress()))
          .orElse("");
    }
  }

  /**
   * @param interval begins with the first line after the one before has ended
   */
  public ClientLogLimit(Limits limits, Duration interval) {
    this.limits = limits;
    this.intervalNanos = interval.toNanos();
  }

  /**
   * Asks for a line.
   *
   * @param isProven whether {@code client} has shown that it receives what is sent to its address
   * @param time as of {@link System#nanoTime()}
   * @return when it may be written: what to append to it, possibly nothing
   */
  public synchronized Optional<String> add(InetAddress client, boolean isProven, long time) {
    if (!started || time - intervalEnd >= 0) {
      begin(time);
    }
    Object network = network(client);
    int count = lines.getOrDefault(network, 0);
    boolean isFree =
        isProven
            ? count < limits.perClient() && proven < limits.proven()
            : count < limits.perUnproven() && unproven < limits.unproven();
    if (!isFree) {
      now = new Omitted(now.lines() + 1, Optional.of(client));
      return Optional.empty();
    }
    // Only here, so that there are no more of them than lines.
    lines.put(network, count + 1);
    proven += isProven ? 1 : 0;
    unproven += isProven ? 0 : 1;
    String note = before.toString();
    before = Omitted.NONE;
    return Optional.of(note);
  }

  private void begin(long time) {
    started = true;
    intervalEnd = time + intervalNanos;
    lines.clear();
    proven = 0;
    unproven = 0;
    before = new Omitted(before.lines() + now.lines(), now.latest().or(() -> before.latest()));
    now = Omitted.NONE;
  }

  /** One machine may have all addresses of an IPv6 network. */
  private static Object network(InetAddress client) {
    return client instanceof Inet6Address
        ? ByteBuffer.wrap(client.getAddress(), 0, IPV6_NETWORK).getLong()
        : client;
  }
}
