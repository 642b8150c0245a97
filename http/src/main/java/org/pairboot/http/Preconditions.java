package org.pairboot.http;

import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The preconditions of a request, by entity tag (RFC 9110, section 13). Contents have no
 * modification date, so preconditions by date never apply.
 */
final class Preconditions {
  private static final Pattern ENTITY_TAG = Pattern.compile("(W/)?(\"[^\"]*\")");

  private Preconditions() {}

  /** The result of the preconditions, evaluated in the order of RFC 9110, section 13.2.2. */
  enum Result {
    PROCEED,
    NOT_MODIFIED,
    FAILED
  }

  /** Evaluates a GET or HEAD of a content with the strong entity tag {@code etag}, with quotes. */
  static Result evaluate(HeaderMap request, String etag) {
    if (request.contains(Headers.IF_MATCH) && !matches(request, Headers.IF_MATCH, etag, false)) {
      return Result.FAILED;
    }
    return matches(request, Headers.IF_NONE_MATCH, etag, true)
        ? Result.NOT_MODIFIED
        : Result.PROCEED;
  }

  /** Whether a range may be served: there is no {@code If-Range}, or it names this content. */
  static boolean allowRange(HeaderMap request, String etag) {
    HeaderValues ifRange = request.get(Headers.IF_RANGE);
    return ifRange == null || (ifRange.size() == 1 && ifRange.getFirst().equals(etag));
  }

  private static boolean matches(HeaderMap request, HttpString header, String etag, boolean weak) {
    HeaderValues values = request.get(header);
    return values != null && values.stream().anyMatch(value -> matches(value, etag, weak));
  }

  private static boolean matches(String list, String etag, boolean weak) {
    if (list.strip().equals("*")) {
      return true;
    }
    Matcher tag = ENTITY_TAG.matcher(list);
    while (tag.find()) {
      if (tag.group(2).equals(etag) && (weak || tag.group(1) == null)) {
        return true;
      }
    }
    return false;
  }
}
