package org.pairboot.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.Protocols;
import io.undertow.util.StatusCodes;

/**
 * The status line and headers of an answer.
 *
 * <p>Their order on the wire is that of Undertow's {@link HeaderMap}: by the hash of the name,
 * which is the same in every process. {@code Content-Length} must not come last, because lpxelinux
 * does not see it on the last line. Its hash leads it into the same row as {@code Content-Type}, in
 * whose front it stays when it is put first. Answers without a type have few headers, and with up
 * to eight of them the map has 16 rows, of which {@code Date} takes the last.
 */
final class ResponseHead {
  /** Beyond this, an answer needs a {@code Content-Type}. */
  private static final int MOST_WITHOUT_TYPE = 8;

  /** How many headers are Undertow's or of every answer: Connection, Content-Length and Date. */
  private static final int COMMON_HEADERS = 3;

  private ResponseHead() {}

  static void set(HttpServerExchange exchange, Answer answer) {
    if (!answer.headers().containsKey(Headers.CONTENT_TYPE)
        && answer.headers().size() + COMMON_HEADERS > MOST_WITHOUT_TYPE) {
      throw new IllegalStateException("too many headers: " + answer.headers().keySet());
    }
    // Undertow repeats the request's version. GRUB insists on "HTTP/1.1 ", and RFC 9110, section
    // 6.2 wants the server's own version in answers to older clients, too. Whether the connection
    // stays open was decided by the request's version before.
    exchange.setProtocol(Protocols.HTTP_1_1);
    exchange.setStatusCode(answer.status());
    HeaderMap headers = exchange.getResponseHeaders();
    if (answer.status() == StatusCodes.NOT_MODIFIED) {
      // It has no length, whichever method asked; to a HEAD without one, Undertow says "chunked".
      exchange.setRequestMethod(Methods.GET);
    } else {
      headers.put(Headers.CONTENT_LENGTH, answer.body().length());
    }
    answer.headers().forEach(headers::put);
  }
}
