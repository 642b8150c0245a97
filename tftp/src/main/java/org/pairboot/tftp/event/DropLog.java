package org.pairboot.tftp.event;

import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes lines of dropped requests: at once of the first, and then one in a minute, so that a flood
 * does not fill the log. Thread-safe.
 */
final class DropLog {
  private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

  private final Map<DropReason, Tally> tallies = new EnumMap<>(DropReason.class);

  private static final class Tally {
    private long count;
    private long nextLine;

    Tally(long now) {
      nextLine = now;
    }
  }

  /** The line that is due, if one is. */
  synchronized Optional<String> add(DropReason reason, long count, InetAddress latest, long now) {
    Tally tally = tallies.computeIfAbsent(reason, r -> new Tally(now));
    tally.count += count;
    if (now - tally.nextLine < 0) {
      return Optional.empty();
    }
    tally.nextLine = now + INTERVAL;
    String line =
        "TFTP ignored "
            + (tally.count == 1 ? "1 request" : tally.count + " requests")
            + ", the last from "
            + latest.getHostAddress()
            + ": "
            + explanation(reason);
    tally.count = 0;
    return Optional.of(line);
  }

  private static String explanation(DropReason reason) {
    return switch (reason) {
      case DENIED -> "tftp.access or tftp.subnets deny its network";
      case THROTTLED ->
          "its network asks for more than tftp.unproven allows (a flood, or forged addresses)";
      case OVERLOADED -> "tftp.unproven.max-transfers clients have not answered yet";
    };
  }
}
