package org.pairboot.http.event;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes lines of connections that were turned away: at once of the first, and then one in a minute,
 * so that a flood does not fill the log. Thread-safe.
 */
final class TurnedAwayLog {
  private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

  private long count;
  private boolean begun;
  private long nextLine;

  /** The line that is due, if one is. */
  synchronized Optional<String> add(InetAddress client, long now) {
    count++;
    if (begun && now - nextLine < 0) {
      return Optional.empty();
    }
    begun = true;
    nextLine = now + INTERVAL;
    String line =
        "HTTP closed "
            + (count == 1 ? "1 connection" : count + " connections")
            + " at once, the last from "
            + client.getHostAddress()
            + ": it has http.max-connections-per-client already";
    count = 0;
    return Optional.of(line);
  }
}
