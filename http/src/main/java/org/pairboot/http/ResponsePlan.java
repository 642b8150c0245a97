package org.pairboot.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.Protocols;
import io.undertow.util.StatusCodes;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.pairboot.artifacts.catalog.Catalog.Lifetime;
import org.pairboot.artifacts.catalog.Catalog.Resolution;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.text.PrintableText;
import org.pairboot.http.event.ResponseReport.Outcome;

/**
 * The response to a request: head and body.
 *
 * @param outcome reported when the whole response was sent
 * @param route the name of the route that found the content; empty without one
 * @param headers all but those that {@link #writeHead} or Undertow add to every response
 */
record ResponsePlan(
    int status, Outcome outcome, String route, Map<HttpString, String> headers, Body body) {
  private static final HttpString REPR_DIGEST = new HttpString("Repr-Digest");
  private static final String TEXT = "text/plain; charset=utf-8";

  /** Enough to recognize a name in the body of a 404. */
  private static final int MAX_SHOWN_NAME = 200;

  /** Headers in every response: Connection, Content-Length and Date. */
  private static final int COMMON_HEADERS = 3;

  /** A response with more headers needs a Content-Type, see {@link #writeHead}. */
  private static final int MAX_HEADERS_WITHOUT_TYPE = 8;

  /** The strong entity tag of a content, with its quotes. */
  static String entityTag(Content content) {
    return '"' + content.identity().hex() + '"';
  }

  /** 200 with all bytes, 206 with a part, or 416. */
  static ResponsePlan content(String name, Resolution found, Selection selection) {
    long length = found.content().length();
    return switch (selection) {
      case Selection.Whole() ->
          new ResponsePlan(
              StatusCodes.OK,
              Outcome.COMPLETED,
              found.route(),
              contentHeaders(name, found, Map.of()),
              new Body.Slice(found.content(), 0, length));
      case Selection.Part(long first, long last) ->
          new ResponsePlan(
              StatusCodes.PARTIAL_CONTENT,
              Outcome.COMPLETED,
              found.route(),
              contentHeaders(
                  name,
                  found,
                  Map.of(Headers.CONTENT_RANGE, "bytes " + first + '-' + last + '/' + length)),
              new Body.Slice(found.content(), first, last - first + 1));
      case Selection.Unsatisfiable() ->
          empty(
              StatusCodes.REQUEST_RANGE_NOT_SATISFIABLE,
              found.route(),
              Map.of(Headers.CONTENT_RANGE, "bytes */" + length));
    };
  }

  static ResponsePlan notModified(Resolution found) {
    String etag = entityTag(found.content());
    return empty(
        StatusCodes.NOT_MODIFIED,
        found.route(),
        Map.of(Headers.ETAG, etag, Headers.CACHE_CONTROL, caching(found.lifetime())));
  }

  static ResponsePlan preconditionFailed(Resolution found) {
    return empty(StatusCodes.PRECONDITION_FAILED, found.route(), Map.of());
  }

  static ResponsePlan notFound(String name) {
    // A browser that guesses the type of a response must not find markup in this one.
    String shown = PrintableText.of(name, MAX_SHOWN_NAME).replaceAll("[<>&\"']", "?");
    return text(StatusCodes.NOT_FOUND, Outcome.NOT_FOUND, "Not found: /" + shown + '\n');
  }

  /**
   * @param reason must not quote the client
   */
  static ResponsePlan badRequest(String reason) {
    return text(StatusCodes.BAD_REQUEST, Outcome.REFUSED, "Bad request: " + reason + '\n');
  }

  static ResponsePlan forbidden() {
    return text(
        StatusCodes.FORBIDDEN,
        Outcome.REFUSED,
        "Forbidden: the settings http.access and http.subnets deny access from your address.\n");
  }

  static ResponsePlan methodNotAllowed() {
    return new ResponsePlan(
        StatusCodes.METHOD_NOT_ALLOWED,
        Outcome.REFUSED,
        "",
        Map.of(Headers.ALLOW, "GET, HEAD"),
        Body.none());
  }

  static ResponsePlan stopping() {
    return text(StatusCodes.SERVICE_UNAVAILABLE, Outcome.REFUSED, "The server is stopping.\n");
  }

  static ResponsePlan busy() {
    return text(
        StatusCodes.SERVICE_UNAVAILABLE, Outcome.REFUSED, "The server is busy; try again later.\n");
  }

  static ResponsePlan internalError() {
    return text(
        StatusCodes.INTERNAL_SERVER_ERROR,
        Outcome.FAILED,
        "Internal error; the server's log has the details.\n");
  }

  /** {@code FIRST-LAST/LENGTH} for a 206, else empty. */
  String range() {
    return status == StatusCodes.PARTIAL_CONTENT
        ? headers.get(Headers.CONTENT_RANGE).substring("bytes ".length())
        : "";
  }

  private static Map<HttpString, String> contentHeaders(
      String name, Resolution found, Map<HttpString, String> more) {
    Map<HttpString, String> headers = new HashMap<>(more);
    headers.put(Headers.CONTENT_TYPE, contentType(name));
    headers.put(Headers.ETAG, entityTag(found.content()));
    headers.put(Headers.ACCEPT_RANGES, "bytes");
    headers.put(Headers.CACHE_CONTROL, caching(found.lifetime()));
    found.content().digest().ifPresent(digest -> headers.put(REPR_DIGEST, reprDigest(digest)));
    return headers;
  }

  static String contentType(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    // UEFI HTTP Boot goes by these types before it looks at the extension. It has one for disk
    // images too, but here an ".img" is an initramfs or a rootfs and must not get that.
    if (lower.endsWith(".efi")) {
      return "application/efi";
    }
    if (lower.endsWith(".iso")) {
      return "application/vnd.efi-iso";
    }
    boolean script = lower.endsWith(".ipxe") || lower.endsWith(".cfg");
    return script || lower.startsWith("pxelinux.cfg/") ? TEXT : "application/octet-stream";
  }

  /** The digest of the whole content, also in a 206 (RFC 9530). */
  private static String reprDigest(Sha256 digest) {
    byte[] raw = HexFormat.of().parseHex(digest.hex());
    return "sha-256=:" + Base64.getEncoder().encodeToString(raw) + ':';
  }

  private static String caching(Lifetime lifetime) {
    return switch (lifetime) {
      // RFC 8246. A year is the longest lifetime that RFC 2616, section 14.21, recommended.
      case IMMUTABLE -> "public, max-age=31536000, immutable";
      // Caches may store it, but must validate its entity tag before each use.
      case CHANGING -> "no-cache";
    };
  }

  private static ResponsePlan empty(int status, String route, Map<HttpString, String> headers) {
    return new ResponsePlan(status, Outcome.COMPLETED, route, headers, Body.none());
  }

  private static ResponsePlan text(int status, Outcome outcome, String text) {
    Map<HttpString, String> headers =
        // Without no-store, caches may keep a 404 for as long as they like.
        Map.of(Headers.CONTENT_TYPE, TEXT, Headers.CACHE_CONTROL, "no-store");
    return new ResponsePlan(status, outcome, "", headers, Body.text(text));
  }

  /**
   * Sets status line and headers.
   *
   * <p>On the wire, headers have the order of Undertow's {@link HeaderMap}: by the hash of the
   * name, which is the same in every process. {@code Content-Length} must not come last, because
   * lpxelinux does not see it on the last line. It shares its row of the map with {@code
   * Content-Type}, and precedes it when it is put first. Responses without a type have few headers;
   * with up to eight of them, the map has 16 rows and {@code Date} is in the last one.
   */
  void writeHead(HttpServerExchange http) {
    if (!headers.containsKey(Headers.CONTENT_TYPE)
        && headers.size() + COMMON_HEADERS > MAX_HEADERS_WITHOUT_TYPE) {
      throw new IllegalStateException("too many headers: " + headers.keySet());
    }
    // Undertow repeats the version of the request. GRUB insists on "HTTP/1.1 ", and RFC 9110,
    // section 6.2, requires the server's own version in responses to older clients, too. The
    // version of the request has already decided whether the connection stays open.
    http.setProtocol(Protocols.HTTP_1_1);
    http.setStatusCode(status);
    HeaderMap response = http.getResponseHeaders();
    if (status == StatusCodes.NOT_MODIFIED) {
      // A 304 has no length, whatever the method; to a HEAD without one, Undertow adds "chunked".
      http.setRequestMethod(Methods.GET);
    } else {
      response.put(Headers.CONTENT_LENGTH, body.length());
    }
    headers.forEach(response::put);
  }
}
