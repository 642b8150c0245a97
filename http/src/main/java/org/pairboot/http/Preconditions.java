package org.pairboot.http;

import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The conditions of a request, by entity tag (RFC 9110, section 13). Contents have no modification
 * date, so the conditions that go by dates never apply.
 */
final class Preconditions {
  private static final Pattern ENTITY_TAG = Pattern.compile("(W/)?(\"[^\"]*\")");

  private Preconditions() {}

  /** What the conditions say, in the order of RFC 9110, section 13.2.2. */
  enum Verdict {
    PROCEED,
    NOT_MODIFIED,
    FAILED
  }

  /** Judges a GET or HEAD for a content whose strong entity tag is {@code etag}, with quotes. */
  static Verdict judge(HeaderMap request, String etag) {
    if (request.contains(Headers.IF_MATCH) && !names(request, Headers.IF_MATCH, etag, false)) {
      return Verdict.FAILED;
    }
    return names(request, Headers.IF_NONE_MATCH, etag, true)
        ? Verdict.NOT_MODIFIED
        : Verdict.PROCEED;
  }

  /** Whether a range may be served: there is no {@code If-Range}, or it names this very content. */
  static boolean allowRange(HeaderMap request, String etag) {
    HeaderValues ifRange = request.get(Headers.IF_RANGE);
    return ifRange == null || (ifRange.size() == 1 && ifRange.getFirst().equals(etag));
  }

  private static boolean names(HeaderMap request, HttpString header, String etag, boolean weakly) {
    HeaderValues values = request.get(header);
    return values != null && values.stream().anyMatch(value -> names(value, etag, weakly));
  }

  private static boolean names(String list, String etag, boolean weakly) {
    if (list.strip().equals("*")) {
      return true;
    }
    Matcher tag = ENTITY_TAG.matcher(list);
    while (tag.find()) {
      if (tag.group(2).equals(etag) && (weakly || tag.group(1) == null)) {
        return true;
      }
    }
    return false;
  }
}
