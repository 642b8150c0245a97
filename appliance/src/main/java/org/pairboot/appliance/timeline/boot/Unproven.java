package org.pairboot.appliance.timeline.boot;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pairboot.appliance.timeline.event.Event;
import org.pairboot.appliance.timeline.event.Event.Answered;
import org.pairboot.appliance.timeline.event.Event.Transfer;

/**
 * Holds back what anybody could have sent in another's name, until something comes from the same
 * address that only its real owner can have sent: the acknowledgement of a transfer, or a request
 * over TCP. So a flood of forged requests leaves nothing behind. Bounded. Not thread-safe.
 */
final class Unproven {
  /** PXELINUX asks for a dozen names before it gets something, and waits longest between two. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int MAX_ADDRESSES = 1024;
  private static final int MAX_EVENTS = 32;

  /** In the order of the first event of each. */
  private final Map<InetAddress, List<Event>> waiting = new LinkedHashMap<>();

  private long dropped;

  /** Everything that is proven with {@code event}, in order; nothing if it waits itself. */
  List<Event> add(Event event) {
    passTo(event.time());
    if (event.address().isEmpty()) {
      return List.of(event);
    }
    InetAddress address = event.address().get();
    if (!isProof(event)) {
      hold(address, event);
      return List.of();
    }
    List<Event> before = waiting.remove(address);
    if (before == null) {
      return List.of(event);
    }
    before.add(event);
    return before;
  }

  private static boolean isProof(Event event) {
    return switch (event.fact()) {
      case Answered answered -> answered.proven();
      case Transfer transfer -> transfer.proven();
      // Only what a transfer does whose client has answered, and what comes over TCP.
      default -> true;
    };
  }

  private void hold(InetAddress address, Event event) {
    if (!waiting.containsKey(address) && waiting.size() >= MAX_ADDRESSES) {
      drop(waiting.keySet().iterator().next());
    }
    List<Event> events = waiting.computeIfAbsent(address, _ -> new ArrayList<>());
    if (events.size() < MAX_EVENTS) {
      events.add(event);
    } else {
      dropped++;
    }
  }

  private void drop(InetAddress address) {
    dropped += Optional.ofNullable(waiting.remove(address)).map(List::size).orElse(0);
  }

  /** Gives up on those that have waited for too long. */
  void passTo(Instant now) {
    Iterator<List<Event>> oldest = waiting.values().iterator();
    while (oldest.hasNext()) {
      List<Event> events = oldest.next();
      if (Duration.between(events.getFirst().time(), now).compareTo(PATIENCE) < 0) {
        return;
      }
      dropped += events.size();
      oldest.remove();
    }
  }

  long takeDropped() {
    long count = dropped;
    dropped = 0;
    return count;
  }
}
