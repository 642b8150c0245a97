package org.pairboot.artifacts.fetch.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pairboot.artifacts.fetch.transport.TransferException.Kind;

/** Tells what went wrong on the network, and whether it may be better another time. */
final class NetworkFailures {
  // Java has no type for it, and no status to ask for.
  private static final Pattern NO_TUNNEL = Pattern.compile("Tunnel failed, got: (\\d{3})");

  private NetworkFailures() {}

  /** {@code failure} of a transfer from the server that {@code file} names. */
  static TransferException of(URI file, IOException failure) {
    if (failure instanceof TransferException known) {
      return known;
    }
    Optional<Throwable> distrust = cause(failure, NetworkFailures::isInnermostDistrust);
    if (distrust.isPresent()) {
      return new TransferException(
          Kind.FINAL,
          "the server's certificate is not trusted: "
              + distrust.get().getMessage()
              + remedy(failure),
          failure);
    }
    Matcher noTunnel = NO_TUNNEL.matcher(String.valueOf(failure.getMessage()));
    return noTunnel.find()
        ? refusedByProxy(Integer.parseInt(noTunnel.group(1)), failure)
        : new TransferException(Kind.TRANSIENT, describe(file, failure), failure);
  }

  /** The others repeat its message behind the names of classes. */
  private static boolean isInnermostDistrust(Throwable e) {
    return e instanceof GeneralSecurityException
        && !(e.getCause() instanceof GeneralSecurityException);
  }

  private static String remedy(IOException failure) {
    // Not for a wrong name or a time that is over, which no further trust would help.
    return cause(failure, e -> e instanceof CertPathBuilderException).isPresent()
        ? "; if its authority is your own, name the authority's certificate in "
            + TrustedAuthorities.SETTING
        : "";
  }

  /** What a proxy says to CONNECT, before anything is asked of the server behind it. */
  private static TransferException refusedByProxy(int status, IOException failure) {
    return switch (status) {
      case 401, 407 ->
          new TransferException(
              Kind.FINAL,
              "HTTP %d, the proxy wants another name and password (http://NAME:PASSWORD@HOST:PORT)"
                  .formatted(status),
              failure);
      case 400, 403, 405 ->
          new TransferException(
              Kind.FINAL,
              "HTTP %d, the proxy makes no way to this server".formatted(status),
              failure);
      default ->
          new TransferException(
              Kind.TRANSIENT,
              "HTTP %d, the proxy does not reach the server".formatted(status),
              failure);
    };
  }

  private static String describe(URI file, IOException failure) {
    boolean unknownHost =
        cause(
                failure,
                e -> e instanceof UnknownHostException || e instanceof UnresolvedAddressException)
            .isPresent();
    if (unknownHost) {
      // Behind a proxy it may be the proxy's name.
      return "a host name is not known: " + text(failure, file.getHost());
    }
    return switch (failure) {
      case HttpConnectTimeoutException e -> "no connection came about in time";
      case HttpTimeoutException e -> "the server did not answer in time";
      case SocketTimeoutException e -> "the server did not answer in time";
      case InterruptedIOException e -> "interrupted";
      case ConnectException e -> "no connection: " + text(e, "refused");
      case NoRouteToHostException e -> "no connection: " + text(e, "no route to host");
      default -> "the connection broke: " + text(failure, failure.getClass().getSimpleName());
    };
  }

  private static String text(IOException failure, String otherwise) {
    return cause(failure, e -> e.getMessage() != null).map(Throwable::getMessage).orElse(otherwise);
  }

  private static Optional<Throwable> cause(Throwable failure, Predicate<Throwable> wanted) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < 10; depth++) {
      if (wanted.test(each)) {
        return Optional.of(each);
      }
      each = each.getCause();
    }
    return Optional.empty();
  }
}
