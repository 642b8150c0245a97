package org.pairboot.http;

import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.pairboot.artifacts.catalog.Catalog.Resolution;
import org.pairboot.artifacts.catalog.Lifetime;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.http.event.ResponseOutcome;

/**
 * What a request is answered with.
 *
 * @param outcome what the answer means when all of it goes out
 * @param route the name of the route that answered, empty when none did
 * @param headers all but those that every answer has, see {@link ResponseHead}
 */
record Answer(
    int status, ResponseOutcome outcome, String route, Map<HttpString, String> headers, Body body) {
  private static final HttpString REPR_DIGEST = new HttpString("Repr-Digest");

  /** The strong entity tag of a content, with its quotes. */
  static String entityTag(Content content) {
    return '"' + content.identity().hex() + '"';
  }

  /** 200 with all bytes, or 206 with some. */
  static Answer content(String name, Resolution found, Selection selection) {
    long length = found.content().length();
    return switch (selection) {
      case Selection.Whole() ->
          new Answer(
              StatusCodes.OK,
              ResponseOutcome.COMPLETED,
              found.route(),
              contentHeaders(name, found, Map.of()),
              new Body.Slice(found.content(), 0, length));
      case Selection.Part(long first, long last) ->
          new Answer(
              StatusCodes.PARTIAL_CONTENT,
              ResponseOutcome.COMPLETED,
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

  static Answer notModified(Resolution found) {
    String etag = entityTag(found.content());
    return empty(
        StatusCodes.NOT_MODIFIED,
        found.route(),
        Map.of(Headers.ETAG, etag, Headers.CACHE_CONTROL, caching(found.lifetime())));
  }

  static Answer preconditionFailed(Resolution found) {
    return empty(StatusCodes.PRECONDITION_FAILED, found.route(), Map.of());
  }

  /** 404; {@code path} is what was asked for. */
  static Answer notFound(String path) {
    return text(
        StatusCodes.NOT_FOUND,
        ResponseOutcome.NOT_FOUND,
        "Not found: /" + SafeText.of(path, 200) + '\n');
  }

  /** 400; {@code reason} is not the client's words. */
  static Answer badRequest(String reason) {
    return text(StatusCodes.BAD_REQUEST, ResponseOutcome.REFUSED, "Bad request: " + reason + '\n');
  }

  /** 403. */
  static Answer forbidden() {
    return text(
        StatusCodes.FORBIDDEN,
        ResponseOutcome.REFUSED,
        "Forbidden: the settings http.access and http.subnets deny your network.\n");
  }

  static Answer methodNotAllowed() {
    return new Answer(
        StatusCodes.METHOD_NOT_ALLOWED,
        ResponseOutcome.REFUSED,
        "",
        Map.of(Headers.ALLOW, "GET, HEAD"),
        Body.none());
  }

  static Answer stopping() {
    return text(
        StatusCodes.SERVICE_UNAVAILABLE, ResponseOutcome.REFUSED, "The server is stopping.\n");
  }

  static Answer internalError() {
    return text(
        StatusCodes.INTERNAL_SERVER_ERROR,
        ResponseOutcome.FAILED,
        "Internal error, see the log.\n");
  }

  /** {@code FIRST-LAST/LENGTH} of a 206, else empty. */
  String range() {
    return status == StatusCodes.PARTIAL_CONTENT
        ? headers.get(Headers.CONTENT_RANGE).substring("bytes ".length())
        : "";
  }

  private static Map<HttpString, String> contentHeaders(
      String name, Resolution found, Map<HttpString, String> more) {
    Map<HttpString, String> headers = new HashMap<>(more);
    headers.put(Headers.CONTENT_TYPE, ContentTypes.of(name));
    headers.put(Headers.ETAG, entityTag(found.content()));
    headers.put(Headers.ACCEPT_RANGES, "bytes");
    headers.put(Headers.CACHE_CONTROL, caching(found.lifetime()));
    found.content().digest().ifPresent(digest -> headers.put(REPR_DIGEST, representation(digest)));
    return headers;
  }

  /** As in RFC 9530; of the whole representation, also in a 206. */
  private static String representation(Sha256 digest) {
    byte[] raw = HexFormat.of().parseHex(digest.hex());
    return "sha-256=:" + Base64.getEncoder().encodeToString(raw) + ':';
  }

  private static String caching(Lifetime lifetime) {
    return switch (lifetime) {
      // RFC 8246. A year is what RFC 9111's predecessors called for ever.
      case IMMUTABLE -> "public, max-age=31536000, immutable";
      // Kept, but never used without asking whether its entity tag is still the one.
      case CHANGING -> "no-cache";
    };
  }

  private static Answer empty(int status, String route, Map<HttpString, String> headers) {
    return new Answer(status, ResponseOutcome.COMPLETED, route, headers, Body.none());
  }

  private static Answer text(int status, ResponseOutcome outcome, String text) {
    Map<HttpString, String> headers =
        // Without this, caches may keep a 404 for as long as they see fit.
        Map.of(Headers.CONTENT_TYPE, ContentTypes.TEXT, Headers.CACHE_CONTROL, "no-store");
    return new Answer(status, outcome, "", headers, Body.text(text));
  }
}
