package org.pairboot.tftp.engine;

import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.pairboot.tftp.event.TransferListener;
import org.pairboot.tftp.event.TransferListener.DropReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the events of one event loop to the listener, and survives its exceptions. Collects what
 * would be too frequent one by one: dropped requests are published as counts.
 */
final class Notifier {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

  /** Twice a second, as {@link TransferListener} promises: often enough for a progress display. */
  private static final long INTERVAL = Duration.ofMillis(500).toNanos();

  private final TransferListener listener;
  private final Map<DropReason, Drops> drops = new EnumMap<>(DropReason.class);
  private long nextDigest;

  private record Drops(long count, InetAddress latest) {}

  Notifier(TransferListener listener, long now) {
    this.listener = listener;
    this.nextDigest = now + INTERVAL;
  }

  void publish(Consumer<TransferListener> event) {
    try {
      event.accept(listener);
    } catch (RuntimeException | Error e) {
      LOG.error("A listener of TFTP transfers failed", e);
    }
  }

  /** Counts a dropped request for the next digest. */
  void dropped(DropReason reason, InetAddress sender) {
    Drops before = drops.get(reason);
    drops.put(reason, new Drops(before == null ? 1 : before.count() + 1, sender));
  }

  boolean hasDrops() {
    return !drops.isEmpty();
  }

  /** When {@link #isDigestDue} returns true next. */
  long nextDigest() {
    return nextDigest;
  }

  /** Whether it is time for the next digest; starts the next interval if so. */
  boolean isDigestDue(long now) {
    if (now - nextDigest < 0) {
      return false;
    }
    nextDigest = now + INTERVAL;
    return true;
  }

  void publishDrops() {
    Map<DropReason, Drops> all = Map.copyOf(drops);
    drops.clear();
    all.forEach((reason, d) -> publish(l -> l.dropped(reason, d.count(), d.latest())));
  }
}
