package org.pairboot.http;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of a content the {@code Range} header of a request selects (RFC 9110, section 14).
 *
 * <pre>
 * bytes=0-99     the first 100 bytes
 * bytes=500-     from 500 to the end
 * bytes=-500     the last 500
 * </pre>
 *
 * Several ranges, other units and malformed headers select the whole content, as the RFC allows:
 * some loaders send {@code bytes=u-u} and just want the file.
 */
sealed interface Selection {

  /** The whole content: 200. */
  record Whole() implements Selection {}

  /** The bytes from {@code first} to {@code last}, both included: 206. */
  record Part(long first, long last) implements Selection {}

  /** A well-formed range without a byte of the content: 416. */
  record Unsatisfiable() implements Selection {}

  Pattern SINGLE_RANGE = Pattern.compile("bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*");

  /** Reads the values of all {@code Range} headers for a content of {@code length} bytes. */
  static Selection of(List<String> rangeHeaders, long length) {
    if (rangeHeaders.size() != 1) {
      return new Whole();
    }
    Matcher range = SINGLE_RANGE.matcher(rangeHeaders.getFirst().toLowerCase(Locale.ROOT));
    if (!range.matches()) {
      return new Whole();
    }
    String first = range.group(1);
    String last = range.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? new Whole() : suffix(position(last), length);
    }
    return fromTo(position(first), last.isEmpty() ? Long.MAX_VALUE : position(last), length);
  }

  private static Selection suffix(long count, long length) {
    if (count == 0) {
      return new Unsatisfiable();
    }
    // A suffix of an empty content is satisfiable, but Content-Range cannot express it.
    return length == 0 ? new Whole() : new Part(Math.max(0, length - count), length - 1);
  }

  private static Selection fromTo(long first, long last, long length) {
    if (last < first) {
      return new Whole();
    }
    return first >= length ? new Unsatisfiable() : new Part(first, Math.min(last, length - 1));
  }

  /** Parses any number of digits; positions beyond the range of a long are all beyond the end. */
  private static long position(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
