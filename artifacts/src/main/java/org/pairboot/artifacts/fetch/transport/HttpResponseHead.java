package org.pairboot.artifacts.fetch.transport;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;
import org.pairboot.artifacts.fetch.transport.Transport.Incoming;
import org.pairboot.artifacts.fetch.transport.Transport.Resume;
import org.pairboot.artifacts.text.ShownUrl;

/** What the status and the headers of a response mean for a download. */
final class HttpResponseHead {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  /** The statuses after which {@code curl --retry} and coreos-installer try again. */
  private static final Set<Integer> TRANSIENT = Set.of(408, 429, 500, 502, 503, 504);

  /** S3 answers 403 for a file that does not exist to clients that may not list the bucket. */
  private static final Set<Integer> ABSENT = Set.of(403, 404, 410);

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
  private static final Pattern STRONG_TAG = Pattern.compile("\"[\\x21\\x23-\\x7e]{1,256}\"");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private HttpResponseHead() {}

  /**
   * The URL that {@code response} redirects to (RFC 9110 section 15.4); empty when it is not a
   * redirect.
   */
  static Optional<URI> redirect(URI requested, HttpResponse<?> response) throws TransferException {
    if (!REDIRECTS.contains(response.statusCode())) {
      return Optional.empty();
    }
    String location =
        response
            .headers()
            .firstValue("Location")
            .orElseThrow(() ->
                new TransferException(
                    Kind.FINAL, "HTTP " + response.statusCode() + " without a Location header"));
    return Optional.of(target(requested, location));
  }

  private static URI target(URI requested, String location) throws TransferException {
    URI target;
    try {
      target = RemoteUrl.withoutCredentials(requested).resolve(location);
    } catch (IllegalArgumentException e) {
      throw new TransferException(
          Kind.FINAL, "redirect to an invalid URL: " + ShownUrl.of(location), e);
    }
    String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
    if (target.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new TransferException(
          Kind.FINAL,
          "redirect to something other than an http or https URL: " + ShownUrl.of(location));
    }
    if (scheme.equals("http") && requested.getScheme().equalsIgnoreCase("https")) {
      throw new TransferException(
          Kind.FINAL,
          "redirect from https to http, where anyone on the path could change the file: "
              + ShownUrl.of(target.toString()));
    }
    return target;
  }

  /**
   * What arrives with a response that has the file, or part of it.
   *
   * @throws TransferException for every other response
   */
  static Incoming incoming(HttpResponse<?> response, Resume resume) throws TransferException {
    int status = response.statusCode();
    HttpHeaders headers = response.headers();
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
      throw new TransferException(Kind.STALE_PART, "the file on the server has changed");
    }
    Matcher range = CONTENT_RANGE.matcher(headers.firstValue("Content-Range").orElse("").strip());
    if (!range.matches() || Long.parseLong(range.group(1)) != resume.offset()) {
      throw new TransferException(
          Kind.STALE_PART, "HTTP 206 for another range than the one requested");
    }
    OptionalLong total =
        range.group(3).equals("*")
            ? OptionalLong.empty()
            : OptionalLong.of(Long.parseLong(range.group(3)));
    return new Incoming(resume.offset(), total, tag);
  }

  private static TransferException pastTheEnd(Resume resume) {
    return resume.offset() > 0
        ? new TransferException(
            Kind.STALE_PART, "HTTP 416, the file on the server is shorter than the partial file")
        : new TransferException(Kind.FINAL, "HTTP 416, though no range was requested");
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
      case 401 -> ", the server requires a user name and password (http://NAME:PASSWORD@HOST/...)";
      case 403 -> ", forbidden";
      case 404 -> ", no such file";
      case 407 -> ", the proxy requires a user name and password (http://NAME:PASSWORD@HOST:PORT)";
      case 410 -> ", the file has been removed from the server";
      case 429 -> ", too many requests";
      case 500, 502, 503, 504 -> ", server error";
      default -> "";
    };
  }

  /** A weak tag does not identify bytes (RFC 9110 section 8.8.1). */
  private static Optional<String> validator(HttpHeaders headers) {
    return headers.firstValue("ETag").filter(tag -> STRONG_TAG.matcher(tag).matches());
  }
}
