package org.pairboot.tftp.engine;

import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.pairboot.tftp.event.DropReason;
import org.pairboot.tftp.event.TransferListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listener, whose faults stay its own, and collects what is told now and then only. Of
 * one event loop.
 */
final class Notifier {
  private static final Logger LOGGER = LoggerFactory.getLogger(Notifier.class);
  private static final long INTERVAL = Duration.ofMillis(500).toNanos();

  private final TransferListener listener;
  private final Map<DropReason, Drops> drops = new EnumMap<>(DropReason.class);
  private long nextDigest;

  private record Drops(long count, InetAddress latest) {}

  Notifier(TransferListener listener, long now) {
    this.listener = listener;
    this.nextDigest = now + INTERVAL;
  }

  void tell(Consumer<TransferListener> event) {
    try {
      event.accept(listener);
    } catch (RuntimeException | Error e) {
      LOGGER.error("A listener fails", e);
    }
  }

  void dropped(DropReason reason, InetAddress sender) {
    Drops before = drops.get(reason);
    drops.put(reason, new Drops(before == null ? 1 : before.count() + 1, sender));
  }

  boolean hasDrops() {
    return !drops.isEmpty();
  }

  /** When {@link #takeTurn} says yes next. */
  long nextDigest() {
    return nextDigest;
  }

  /** Whether it is time for what is told now and then. */
  boolean takeTurn(long now) {
    if (now - nextDigest < 0) {
      return false;
    }
    nextDigest = now + INTERVAL;
    return true;
  }

  void tellDrops() {
    Map<DropReason, Drops> all = Map.copyOf(drops);
    drops.clear();
    all.forEach((reason, d) -> tell(l -> l.dropped(reason, d.count(), d.latest())));
  }
}
