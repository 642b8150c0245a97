package org.pairboot.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.pairboot.artifacts.catalog.RequestName;

/**
 * What a request asked for, kept for the report about its response.
 *
 * @param started on the clock of {@link System#nanoTime}
 * @param head whether the method is HEAD
 * @param shownName the normalised name, or the path as it was asked, fit for a log line
 */
record Asked(
    long started,
    String method,
    boolean head,
    RequestName name,
    String shownName,
    String userAgent,
    InetSocketAddress peer,
    InetSocketAddress local) {
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
        SafeText.of(exchange.getRequestMethod().toString(), MAX_METHOD),
        exchange.getRequestMethod().equals(Methods.HEAD),
        name,
        SafeText.of(shown, MAX_NAME),
        userAgent == null ? "" : SafeText.of(userAgent, MAX_USER_AGENT),
        exchange.getSourceAddress(),
        exchange.getDestinationAddress());
  }

  ResponseReport report(Response response) {
    Answer answer = response.answer();
    return new ResponseReport(
        peer,
        local,
        method,
        shownName,
        answer.route(),
        answer.status(),
        response.sent(),
        response.planned(),
        Duration.ofNanos(System.nanoTime() - started),
        answer.range(),
        userAgent,
        response.outcome());
  }

  /** The path as it stood on the request line; a proxy's form, with scheme and host, has both. */
  private static String rawPath(HttpServerExchange exchange) {
    return exchange.isHostIncludedInRequestURI()
        ? exchange.getRequestPath()
        : exchange.getRequestURI();
  }
}
