package org.pairboot.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.time.Duration;
import org.pairboot.artifacts.catalog.RequestName;
import org.pairboot.http.event.ReceivedRequest;
import org.pairboot.http.event.ResponseOutcome;
import org.pairboot.http.event.ResponseReport;

/**
 * What a request asked for, kept for the report about its response.
 *
 * @param started on the clock of {@link System#nanoTime}
 * @param head whether the method is HEAD
 * @param received the same as listeners hear it
 */
record Asked(long started, boolean head, RequestName name, ReceivedRequest received) {
  private static final int MAX_METHOD = 20;
  private static final int MAX_NAME = RequestName.MAX_NAME;
  private static final int MAX_USER_AGENT = 120;

  static Asked by(HttpServerExchange exchange) {
    String path = rawPath(exchange);
    RequestName name = RequestName.fromHttpPath(path);
    String shown = name instanceof RequestName.Accepted(String accepted) ? accepted : path;
    String userAgent = exchange.getRequestHeaders().getFirst(Headers.USER_AGENT);
    return new Asked(
        System.nanoTime(),
        exchange.getRequestMethod().equals(Methods.HEAD),
        name,
        new ReceivedRequest(
            exchange.getSourceAddress(),
            exchange.getDestinationAddress(),
            SafeText.of(exchange.getRequestMethod().toString(), MAX_METHOD),
            SafeText.of(shown, MAX_NAME),
            userAgent == null ? "" : SafeText.of(userAgent, MAX_USER_AGENT)));
  }

  ResponseReport report(Response response, ResponseOutcome outcome) {
    Answer answer = response.answer();
    return new ResponseReport(
        received.peer(),
        received.local(),
        received.method(),
        received.name(),
        answer.route(),
        answer.status(),
        response.sent(),
        response.planned(),
        Duration.ofNanos(System.nanoTime() - started),
        answer.range(),
        received.userAgent(),
        outcome);
  }

  /** The path as it stood on the request line; a proxy's form, with scheme and host, has both. */
  private static String rawPath(HttpServerExchange exchange) {
    return exchange.isHostIncludedInRequestURI()
        ? exchange.getRequestPath()
        : exchange.getRequestURI();
  }
}
