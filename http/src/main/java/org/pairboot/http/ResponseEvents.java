package org.pairboot.http;

import java.util.function.Consumer;
import org.pairboot.http.event.ResponseListener;
import org.pairboot.http.event.ResponseOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a listener of one request, from its head to the end of its response. */
record ResponseEvents(Asked asked, ResponseListener listener, InFlight inFlight)
    implements Response.Observer {
  private static final Logger LOG = LoggerFactory.getLogger(ResponseEvents.class);

  void requested() {
    tell(to -> to.requested(asked.received()));
  }

  @Override
  public void progress(long sent) {
    tell(to -> to.progress(asked.received(), sent));
  }

  @Override
  public void ended(Response response) {
    tell(to -> to.finished(asked.report(response, outcome(response.outcome()))));
    inFlight.end();
  }

  private ResponseOutcome outcome(ResponseOutcome seen) {
    return switch (seen) {
      case COMPLETED -> asked.head() ? ResponseOutcome.PROBE : seen;
      case ABORTED -> inFlight.isCut() ? ResponseOutcome.FAILED : seen;
      default -> seen;
    };
  }

  private void tell(Consumer<ResponseListener> event) {
    try {
      event.accept(listener);
    } catch (RuntimeException e) {
      LOG.error("a listener failed on the request for {}", asked.received().name(), e);
    }
  }
}
