package org.pairboot.tftp.engine;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.pairboot.artifacts.catalog.Openings;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.tftp.admission.Admission;
import org.pairboot.tftp.engine.ActiveTransfer.Origin;
import org.pairboot.tftp.request.RequestResolver.Found;
import org.pairboot.tftp.transport.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one event loop whose content other threads are opening. Used by the thread of the
 * loop; the others leave their results in a queue.
 */
final class PendingOpenings {
  private static final Logger LOG = LoggerFactory.getLogger(PendingOpenings.class);

  private final Openings openings;
  private final Runnable wakeUp;
  private final Map<ActiveTransfer.Key, Pending> pending = new HashMap<>();
  private final Queue<Opened> results = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  /**
   * @param wakeUp makes the loop look at the results
   */
  PendingOpenings(Openings openings, Runnable wakeUp) {
    this.openings = openings;
    this.wakeUp = wakeUp;
  }

  /**
   * A request that waits.
   *
   * @param superseded the flow of an earlier transfer to the same peer
   */
  record Pending(Origin origin, Found found, Admission.Lease lease, Optional<Flow> superseded) {}

  /** What came of an opening. */
  sealed interface Opened {
    Pending pending();

    record Ready(Pending pending, ContentReader reader) implements Opened {}

    record Failed(Pending pending, Throwable cause) implements Opened {}
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /** Whether {@code origin} repeats a request that waits, and which it therefore belongs to. */
  boolean absorbs(Origin origin) {
    if (pending.isEmpty()) {
      return false;
    }
    Pending earlier = pending.get(origin.key());
    return earlier != null && earlier.origin().request().equals(origin.request());
  }

  /**
   * Has a thread open the content; false when too much is being opened, for the client or in all.
   */
  boolean tryOpen(Pending request) {
    boolean started = openings.tryRun(request.origin().client(), () -> hand(open(request)));
    if (started) {
      pending.put(request.origin().key(), request);
    }
    return started;
  }

  private static Opened open(Pending request) {
    try {
      return new Opened.Ready(request, request.found().open());
    } catch (IOException e) {
      return new Opened.Failed(request, e);
    } catch (RuntimeException | Error e) {
      LOG.error("TFTP cannot open {}", request.found().name(), e);
      return new Opened.Failed(request, e);
    }
  }

  private void hand(Opened opened) {
    results.add(opened);
    if (closed) {
      closeResults();
    } else {
      wakeUp.run();
    }
  }

  /** The next request whose content was opened, and that has not been abandoned; null if none. */
  Opened poll() {
    for (Opened opened = results.poll(); opened != null; opened = results.poll()) {
      Pending request = opened.pending();
      if (pending.remove(request.origin().key(), request)) {
        return opened;
      }
      close(opened);
    }
    return null;
  }

  /** Forgets the request with {@code key}: its client has sent another one from the same port. */
  void abandon(ActiveTransfer.Key key) {
    Pending earlier = pending.remove(key);
    if (earlier != null) {
      earlier.lease().closeAfter(0);
    }
  }

  /** Forgets all; what is opened later is closed. */
  void close() {
    closed = true;
    pending.values().forEach(request -> request.lease().closeAfter(0));
    pending.clear();
    closeResults();
  }

  private void closeResults() {
    for (Opened opened = results.poll(); opened != null; opened = results.poll()) {
      close(opened);
    }
  }

  private static void close(Opened opened) {
    if (opened instanceof Opened.Ready(_, ContentReader reader)) {
      reader.close();
    }
  }
}
