package org.pairboot.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.util.List;
import java.util.Optional;
import org.pairboot.artifacts.catalog.BootRequest.Evidence;
import org.pairboot.artifacts.catalog.RequestName;
import org.pairboot.artifacts.text.PrintableText;
import org.pairboot.http.event.ResponseListener.Request;

/**
 * The head of a request.
 *
 * @param startNanos when the head was complete, on the clock of {@link System#nanoTime}
 * @param head whether the method is HEAD
 * @param hasBody whether a body may follow, so that nobody knows where the next request begins
 * @param received the request as listeners see it
 * @param evidence the request as routes see it
 */
record HttpRequestInfo(
    long startNanos,
    boolean head,
    boolean hasBody,
    RequestName name,
    Request received,
    Evidence evidence) {
  /** The longest registered method, UPDATEREDIRECTREF, has 17 characters. */
  private static final int MAX_METHOD = 20;

  /** A browser's has about 110 characters, a loader's a dozen. */
  private static final int MAX_USER_AGENT = 120;

  /** Digits of a length that a long holds. */
  private static final int MAX_DIGITS = 18;

  static HttpRequestInfo of(HttpServerExchange http) {
    String path = rawPath(http);
    RequestName name = RequestName.fromHttpPath(path);
    String shown = name instanceof RequestName.Accepted(String accepted) ? accepted : path;
    String sent = http.getRequestHeaders().getFirst(Headers.USER_AGENT);
    String userAgent = sent == null ? "" : PrintableText.of(sent, MAX_USER_AGENT);
    boolean head = http.getRequestMethod().equals(Methods.HEAD);
    return new HttpRequestInfo(
        System.nanoTime(),
        head,
        hasBody(http),
        name,
        new Request(
            http.getSourceAddress(),
            http.getDestinationAddress(),
            PrintableText.of(http.getRequestMethod().toString(), MAX_METHOD),
            PrintableText.of(shown, RequestName.MAX_NAME),
            userAgent),
        new Evidence(head, isProxied(http.getRequestHeaders()), userAgent, List.of(), query(http)));
  }

  /**
   * Undertow reads a Content-Length of 2^64 as 0 (HttpTransferEncoding.parsePositiveLong), and
   * would take the body for the next request. A proxy in front of it does not, which lets a client
   * smuggle requests past the proxy (RFC 9112, section 11.2).
   */
  private static boolean hasBody(HttpServerExchange http) {
    String length = http.getRequestHeaders().getFirst(Headers.CONTENT_LENGTH);
    return !http.isRequestComplete() || (length != null && length.length() > MAX_DIGITS);
  }

  /** Via is required of proxies (RFC 9110, section 7.6.3); balancers often send only the others. */
  private static boolean isProxied(HeaderMap headers) {
    return headers.contains(Headers.VIA)
        || headers.contains(Headers.X_FORWARDED_FOR)
        || headers.contains(Headers.FORWARDED);
  }

  private static Optional<String> query(HttpServerExchange http) {
    return Optional.of(http.getQueryString()).filter(text -> !text.isEmpty());
  }

  /** The path of the request line; in the form sent to proxies, it follows scheme and host. */
  private static String rawPath(HttpServerExchange http) {
    return http.isHostIncludedInRequestURI() ? http.getRequestPath() : http.getRequestURI();
  }
}
