package org.pairboot.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Duration;
import org.pairboot.artifacts.content.ContentReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles requests: opens an exchange, decides on the response and starts it. Thread-safe. */
final class BootHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(BootHandler.class);

  private final Exchange.Registry exchanges;
  private final Responder responder;
  private final Duration idleTimeout;
  private final SocketSink.Factory sinks;

  BootHandler(
      Exchange.Registry exchanges,
      Responder responder,
      Duration idleTimeout,
      SocketSink.Factory sinks) {
    this.exchanges = exchanges;
    this.responder = responder;
    this.idleTimeout = idleTimeout;
    this.sinks = sinks;
  }

  @Override
  public void handleRequest(HttpServerExchange http) {
    Exchange exchange = exchanges.open(HttpRequestInfo.of(http));
    if (!exchange.isAccepted() || !http.isRequestComplete()) {
      http.setPersistent(false);
    }
    respond(http, exchange, exchange.isAccepted() ? plan(http, exchange) : ResponsePlan.stopping());
  }

  private ResponsePlan plan(HttpServerExchange http, Exchange exchange) {
    try {
      return responder.plan(http, exchange.request());
    } catch (RuntimeException e) {
      LOG.error("HTTP: cannot resolve {}", exchange.request().received().name(), e);
      return ResponsePlan.internalError();
    }
  }

  private void respond(HttpServerExchange http, Exchange exchange, ResponsePlan plan) {
    ContentReader reader;
    try {
      // Opened for HEAD too, which must not promise what GET cannot deliver.
      reader = plan.body().open();
    } catch (IOException | RuntimeException e) {
      LOG.error("HTTP: cannot open {}", exchange.request().received().name(), e);
      respond(http, exchange, ResponsePlan.internalError());
      return;
    }
    new Response(http, exchange, plan, reader, idleTimeout).start(sinks);
  }
}
