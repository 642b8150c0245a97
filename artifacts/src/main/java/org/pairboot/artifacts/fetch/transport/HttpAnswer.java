package org.pairboot.artifacts.fetch.transport;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;

/** What the head of an answer means for a download. */
final class HttpAnswer {
  /** What {@code curl --retry} and coreos-installer ask again after. */
  private static final Set<Integer> TRANSIENT = Set.of(408, 429, 500, 502, 503, 504);

  /** 403 is what S3 says of a file that is not there, to those who may not list. */
  private static final Set<Integer> ABSENT = Set.of(403, 404, 410);

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
  private static final Pattern STRONG_TAG = Pattern.compile("\"[\\x21\\x23-\\x7e]{1,256}\"");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private HttpAnswer() {}

  /**
   * What comes, from an answer that has the file or part of it.
   *
   * @throws TransferException for every other answer
   */
  static Incoming read(int status, HttpHeaders headers, Resume resume) throws TransferException {
    return switch (status) {
      case 200 -> new Incoming(0, headers.firstValueAsLong("Content-Length"), validator(headers));
      case 206 -> part(headers, resume);
      case 416 -> throw pastTheEnd(resume);
      default -> throw failure(status, headers);
    };
  }

  private static Incoming part(HttpHeaders headers, Resume resume) throws TransferException {
    Optional<String> tag = validator(headers);
    if (resume.validator().isPresent() && tag.isPresent() && !tag.equals(resume.validator())) {
      throw new TransferException(Kind.STALE_PART, "the file has changed meanwhile");
    }
    Matcher range = CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse("").strip());
    if (!range.matches() || Long.parseLong(range.group(1)) != resume.offset()) {
      throw new TransferException(Kind.STALE_PART, "HTTP 206 with another part than was asked for");
    }
    OptionalLong total =
        range.group(3).equals("*")
            ? OptionalLong.empty()
            : OptionalLong.of(Long.parseLong(range.group(3)));
    return new Incoming(resume.offset(), total, tag);
  }

  private static TransferException pastTheEnd(Resume resume) {
    return resume.offset() > 0
        ? new TransferException(Kind.STALE_PART, "HTTP 416, the file is shorter than what is here")
        : new TransferException(Kind.FINAL, "HTTP 416 though no part was asked for");
  }

  private static TransferException failure(int status, HttpHeaders headers) {
    String message = "HTTP " + status + reason(status);
    if (TRANSIENT.contains(status)) {
      Duration wait =
          headers
              .firstValue("Retry-After")
              .filter(text -> SECONDS.matcher(text).matches())
              .map(text -> Duration.ofSeconds(Long.parseLong(text)))
              .orElse(null);
      return new TransferException(Kind.TRANSIENT, message, wait, null);
    }
    return new TransferException(ABSENT.contains(status) ? Kind.ABSENT : Kind.FINAL, message);
  }

  private static String reason(int status) {
    return switch (status) {
      case 401 -> ", the server wants a name and a password (http://NAME:PASSWORD@HOST/...)";
      case 403 -> ", forbidden";
      case 404 -> ", no such file";
      case 407 -> ", the proxy wants a name and a password (http://NAME:PASSWORD@HOST:PORT)";
      case 410 -> ", no such file any more";
      case 429 -> ", too many requests";
      case 500, 502, 503, 504 -> ", the server has trouble";
      default -> "";
    };
  }

  /** A weak tag says nothing about bytes (RFC 9110 section 8.8.1). */
  private static Optional<String> validator(HttpHeaders headers) {
    return headers.firstValue("ETag").filter(tag -> STRONG_TAG.matcher(tag).matches());
  }
}
