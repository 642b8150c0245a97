package org.pairboot.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import org.pairboot.artifacts.catalog.RequestName;
import org.pairboot.artifacts.text.PrintableText;
import org.pairboot.http.event.ResponseListener.Request;

/**
 * The head of a request.
 *
 * @param startNanos when the head was complete, on the clock of {@link System#nanoTime}
 * @param head whether the method is HEAD
 * @param received the request as listeners see it
 */
record HttpRequestInfo(long startNanos, boolean head, RequestName name, Request received) {
  /** The longest registered method, UPDATEREDIRECTREF, has 17 characters. */
  private static final int MAX_METHOD = 20;

  /** A browser's has about 110 characters, a loader's a dozen. */
  private static final int MAX_USER_AGENT = 120;

  static HttpRequestInfo of(HttpServerExchange http) {
    String path = rawPath(http);
    RequestName name = RequestName.fromHttpPath(path);
    String shown = name instanceof RequestName.Accepted(String accepted) ? accepted : path;
    String userAgent = http.getRequestHeaders().getFirst(Headers.USER_AGENT);
    return new HttpRequestInfo(
        System.nanoTime(),
        http.getRequestMethod().equals(Methods.HEAD),
        name,
        new Request(
            http.getSourceAddress(),
            http.getDestinationAddress(),
            PrintableText.of(http.getRequestMethod().toString(), MAX_METHOD),
            PrintableText.of(shown, RequestName.MAX_NAME),
            userAgent == null ? "" : PrintableText.of(userAgent, MAX_USER_AGENT)));
  }

  /** The path of the request line; in the form sent to proxies, it follows scheme and host. */
  private static String rawPath(HttpServerExchange http) {
    return http.isHostIncludedInRequestURI() ? http.getRequestPath() : http.getRequestURI();
  }
}
