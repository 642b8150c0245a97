package org.pairboot.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.time.Duration;
import org.pairboot.artifacts.content.ContentReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs each request from its head to the report about its response. Thread-safe. */
final class BootHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(BootHandler.class);

  private final Answers answers;
  private final Duration idleTimeout;
  private final InFlight inFlight;
  private final ResponseListener listener;

  BootHandler(Answers answers, Duration idleTimeout, InFlight inFlight, ResponseListener listener) {
    this.answers = answers;
    this.idleTimeout = idleTimeout;
    this.inFlight = inFlight;
    this.listener = listener;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    Asked asked = Asked.by(exchange);
    boolean serving = inFlight.begin();
    if (!serving || !exchange.isRequestComplete()) {
      exchange.setPersistent(false);
    }
    respond(exchange, asked, serving ? answer(exchange, asked) : Answer.stopping());
  }

  private Answer answer(HttpServerExchange exchange, Asked asked) {
    try {
      return answers.to(exchange, asked);
    } catch (RuntimeException e) {
      LOG.error("cannot resolve {}", asked.shownName(), e);
      return Answer.internalError();
    }
  }

  private void respond(HttpServerExchange exchange, Asked asked, Answer answer) {
    ContentReader reader;
    try {
      // Also for HEAD, which must not promise what GET cannot keep.
      reader = answer.body().open();
    } catch (IOException | RuntimeException e) {
      LOG.error("cannot open the content of {}", asked.shownName(), e);
      respond(exchange, asked, Answer.internalError());
      return;
    }
    boolean withBody = !asked.head();
    new Response(exchange, answer, reader, withBody, idleTimeout, ended -> report(asked, ended))
        .start();
  }

  private void report(Asked asked, Response ended) {
    try {
      listener.finished(asked.report(ended));
    } catch (RuntimeException e) {
      LOG.error("a listener failed on the response to {}", asked.shownName(), e);
    } finally {
      inFlight.end();
    }
  }
}
