package org.pairboot.artifacts.fetch.transport;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;

/** Where an answer sends its client (RFC 9110 section 15.4). */
final class Redirects {
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

  private Redirects() {}

  /** The next URL to ask; empty when {@code answer} is no redirect. */
  static Optional<URI> next(URI asked, HttpResponse<?> answer) throws TransferException {
    if (!STATUSES.contains(answer.statusCode())) {
      return Optional.empty();
    }
    String location =
        answer
            .headers()
            .firstValue("Location")
            .orElseThrow(() ->
                new TransferException(
                    Kind.FINAL, "HTTP " + answer.statusCode() + " without saying where to"));
    return Optional.of(target(asked, location));
  }

  private static URI target(URI asked, String location) throws TransferException {
    URI target;
    try {
      target = withoutUserInfo(asked).resolve(location);
    } catch (IllegalArgumentException e) {
      throw new TransferException(Kind.FINAL, "redirect to what is no URL: " + location, e);
    }
    String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
    if (target.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new TransferException(Kind.FINAL, "redirect to what is no http URL: " + location);
    }
    if (scheme.equals("http") && asked.getScheme().equalsIgnoreCase("https")) {
      throw new TransferException(
          Kind.FINAL,
          "redirect from https to http, which anybody could read and change: " + target);
    }
    return target;
  }

  /** Whether what is meant for the one server may be told to the other. */
  static boolean isSameServer(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && one.getPort() == other.getPort();
  }

  static URI withoutUserInfo(URI uri) {
    String userInfo = uri.getRawUserInfo();
    return userInfo == null
        ? uri
        : URI.create(uri.toString().replaceFirst(Pattern.quote(userInfo + "@"), ""));
  }
}
