package org.pairboot.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Duration;
import org.pairboot.artifacts.content.ContentReader;
import org.pairboot.http.event.ResponseListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs each request from its head to the report about its response. Thread-safe. */
final class BootHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(BootHandler.class);

  private final Answers answers;
  private final Duration idleTimeout;
  private final InFlight inFlight;
  private final ResponseListener listener;
  private final SocketSink.Factory sinks;

  BootHandler(
      Answers answers,
      Duration idleTimeout,
      InFlight inFlight,
      ResponseListener listener,
      SocketSink.Factory sinks) {
    this.answers = answers;
    this.idleTimeout = idleTimeout;
    this.inFlight = inFlight;
    this.listener = listener;
    this.sinks = sinks;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    Asked asked = Asked.by(exchange);
    ResponseEvents events = new ResponseEvents(asked, listener, inFlight);
    boolean serving = inFlight.begin();
    events.requested();
    if (!serving || !exchange.isRequestComplete()) {
      exchange.setPersistent(false);
    }
    respond(exchange, asked, serving ? answer(exchange, asked) : Answer.stopping(), events);
  }

  private Answer answer(HttpServerExchange exchange, Asked asked) {
    try {
      return answers.to(exchange, asked);
    } catch (RuntimeException e) {
      LOG.error("cannot resolve {}", asked.received().name(), e);
      return Answer.internalError();
    }
  }

  private void respond(
      HttpServerExchange exchange, Asked asked, Answer answer, ResponseEvents events) {
    ContentReader reader;
    try {
      // Also for HEAD, which must not promise what GET cannot keep.
      reader = answer.body().open();
    } catch (IOException | RuntimeException e) {
      LOG.error("cannot open the content of {}", asked.received().name(), e);
      respond(exchange, asked, Answer.internalError(), events);
      return;
    }
    new Response(exchange, answer, reader, !asked.head(), idleTimeout, events).start(sinks);
  }
}
