package org.pairboot.http;

import java.time.Duration;
import java.util.function.Consumer;
import org.pairboot.artifacts.content.ReadFailure;
import org.pairboot.artifacts.text.RateLimitedLog;
import org.pairboot.http.event.ResponseListener;
import org.pairboot.http.event.ResponseReport;
import org.pairboot.http.event.ResponseReport.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request and its response. Opened when the head of the request is complete, closed when the
 * response has ended; a stop of the server waits in between. Tells a listener about both.
 */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  /** Of storage, in a minute. */
  private static final int FAILURE_LINES = 10;

  private final HttpRequestInfo request;
  private final ResponseListener listener;
  private final Registry registry;
  private final boolean accepted;

  private Exchange(
      HttpRequestInfo request, ResponseListener listener, Registry registry, boolean accepted) {
    this.request = request;
    this.listener = listener;
    this.registry = registry;
    this.accepted = accepted;
  }

  /** The open exchanges of a server. Thread-safe. */
  static final class Registry {
    private final ResponseListener listener;
    private final RateLimitedLog failures =
        new RateLimitedLog(FAILURE_LINES, Duration.ofMinutes(1));
    private int open;
    private boolean stopping;
    private boolean cutOff;

    Registry(ResponseListener listener) {
      this.listener = listener;
    }

    /** Opens an exchange, also while the server is stopping; see {@link Exchange#isAccepted}. */
    Exchange open(HttpRequestInfo request) {
      Exchange exchange = new Exchange(request, listener, this, add());
      exchange.tell(to -> to.requested(request.received()));
      return exchange;
    }

    private synchronized boolean add() {
      open++;
      return !stopping;
    }

    private synchronized void remove() {
      open--;
      notifyAll();
    }

    private synchronized boolean isCutOff() {
      return cutOff;
    }

    /** Accepts no more requests. */
    synchronized void stop() {
      stopping = true;
    }

    /**
     * Waits until no exchange is open.
     *
     * @return false after {@code limit}; the caller then cuts off the open exchanges
     */
    synchronized boolean awaitNone(Duration limit) throws InterruptedException {
      long end = System.nanoTime() + limit.toNanos();
      while (open > 0) {
        long leftMillis = Math.ceilDiv(end - System.nanoTime(), 1_000_000L);
        if (leftMillis <= 0) {
          cutOff = true;
          return false;
        }
        wait(leftMillis);
      }
      return true;
    }
  }

  HttpRequestInfo request() {
    return request;
  }

  /** False when the request arrived while the server was stopping. */
  boolean isAccepted() {
    return accepted;
  }

  /** Reports that more of the body was sent. */
  void progress(long sent) {
    tell(to -> to.progress(request.received(), sent));
  }

  /** Reports the end of {@code response}; nothing of it is left to release. */
  void close(Response response) {
    ResponsePlan plan = response.plan();
    ResponseReport report =
        new ResponseReport(
            request.received(),
            plan.route(),
            plan.status(),
            response.sent(),
            response.planned(),
            Duration.ofNanos(System.nanoTime() - request.startNanos()),
            plan.range(),
            outcome(response.outcome()));
    tell(to -> to.finished(report));
    registry.remove();
  }

  private Outcome outcome(Outcome seen) {
    return switch (seen) {
      case COMPLETED -> request.head() ? Outcome.PROBE : seen;
      case ABORTED -> registry.isCutOff() ? Outcome.FAILED : seen;
      default -> seen;
    };
  }

  /**
   * Logs that the content could not be opened or read. Clients repeat that as they like, so there
   * are a few lines a minute.
   */
  void cannotRead(Throwable cause) {
    if (!ReadFailure.isOfStorage(cause)) {
      LOG.error("HTTP: cannot read {}", request.received().name(), cause);
      return;
    }
    registry
        .failures
        .add(1, System.nanoTime())
        .ifPresent(count ->
            LOG.error(
                "HTTP: cannot read {}: {}{}",
                request.received().name(),
                ReadFailure.explain(cause),
                count > 1 ? " (" + count + " such failures)" : ""));
  }

  private void tell(Consumer<ResponseListener> event) {
    try {
      event.accept(listener);
    } catch (RuntimeException e) {
      LOG.error("HTTP: a listener failed on the request for {}", request.received().name(), e);
    }
  }
}
