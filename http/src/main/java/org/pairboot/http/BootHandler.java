package org.pairboot.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.pairboot.artifacts.catalog.Openings;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.http.Responder.Answer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles requests: opens an exchange, decides on the response and starts it. Content that cannot
 * be opened at once is opened by another thread than those of the connections. Thread-safe.
 */
final class BootHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(BootHandler.class);

  private final Exchange.Registry exchanges;
  private final Responder responder;
  private final Openings openings;
  private final Duration idleTimeout;
  private final SocketSink.Factory sinks;

  BootHandler(
      Exchange.Registry exchanges,
      Responder responder,
      Openings openings,
      Duration idleTimeout,
      SocketSink.Factory sinks) {
    this.exchanges = exchanges;
    this.responder = responder;
    this.openings = openings;
    this.idleTimeout = idleTimeout;
    this.sinks = sinks;
  }

  @Override
  public void handleRequest(HttpServerExchange http) {
    Exchange exchange = exchanges.open(HttpRequestInfo.of(http));
    if (!exchange.isAccepted() || exchange.request().hasBody()) {
      http.setPersistent(false);
    }
    switch (answer(http, exchange)) {
      case Answer.Refused(ResponsePlan plan) -> respond(http, exchange, plan);
      case Answer.Found found -> respond(http, exchange, found);
    }
  }

  private Answer answer(HttpServerExchange http, Exchange exchange) {
    if (!exchange.isAccepted()) {
      return new Answer.Refused(ResponsePlan.stopping());
    }
    try {
      return responder.answer(http, exchange.request());
    } catch (RuntimeException e) {
      LOG.error("HTTP: cannot resolve {}", exchange.request().received().name(), e);
      return new Answer.Refused(ResponsePlan.internalError());
    }
  }

  private void respond(HttpServerExchange http, Exchange exchange, Answer.Found found) {
    Optional<ContentReader> opened = found.content().openAtOnce();
    if (opened.isPresent()) {
      ResponsePlan plan = Responder.plan(http.getRequestHeaders(), found);
      start(http, exchange, new Ready(plan, plan.body().of(opened.get())));
    } else {
      // Undertow calls it when this method has returned, and then leaves the exchange open.
      http.dispatch(Runnable::run, () -> openElsewhere(http, exchange, found));
    }
  }

  /** A response that has text for its body, if any. */
  private void respond(HttpServerExchange http, Exchange exchange, ResponsePlan plan) {
    start(http, exchange, Ready.of(plan));
  }

  /** What {@link Response} needs. */
  private record Ready(ResponsePlan plan, ContentReader reader) {
    /** Of a plan without content. */
    static Ready of(ResponsePlan plan) {
      return new Ready(plan, (Body.Text) plan.body());
    }
  }

  private void openElsewhere(HttpServerExchange http, Exchange exchange, Answer.Found found) {
    boolean isOpening =
        openings.tryRun(
            exchange.request().received().peer().getAddress(),
            () -> startLater(http, exchange, open(http, exchange, found)));
    if (!isOpening) {
      startLater(http, exchange, Ready.of(ResponsePlan.busy()));
    }
  }

  private static Ready open(HttpServerExchange http, Exchange exchange, Answer.Found found) {
    try {
      ResponsePlan plan = Responder.plan(http.getRequestHeaders(), found);
      // Opened for HEAD too, which must not promise what GET cannot deliver.
      return new Ready(plan, plan.body().open());
    } catch (IOException | RuntimeException | Error e) {
      exchange.cannotRead(e);
      return Ready.of(ResponsePlan.internalError());
    }
  }

  /** Starts the response on the thread of its connection. */
  private void startLater(HttpServerExchange http, Exchange exchange, Ready ready) {
    try {
      http.dispatch(http.getIoThread(), (HttpHandler) _ -> start(http, exchange, ready));
    } catch (RejectedExecutionException e) {
      // The server has stopped, and cut off the connection.
      ready.reader().close();
    }
  }

  private void start(HttpServerExchange http, Exchange exchange, Ready ready) {
    new Response(http, exchange, ready.plan(), ready.reader(), idleTimeout).start(sinks);
  }
}
