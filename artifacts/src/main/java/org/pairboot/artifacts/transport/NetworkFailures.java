package org.pairboot.artifacts.transport;

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
import java.util.Optional;
import java.util.function.Predicate;
import org.pairboot.artifacts.transport.TransferException.Kind;

/** Tells what went wrong on the network, and whether it may be better another time. */
final class NetworkFailures {
  private NetworkFailures() {}

  /** {@code failure} of a transfer from the server that {@code file} names. */
  static TransferException of(URI file, IOException failure) {
    if (failure instanceof TransferException known) {
      return known;
    }
    Optional<Throwable> distrust = cause(failure, e -> e instanceof GeneralSecurityException);
    if (distrust.isPresent()) {
      return new TransferException(
          Kind.FINAL,
          "the server's certificate is not trusted: " + distrust.get().getMessage(),
          failure);
    }
    return new TransferException(Kind.TRANSIENT, describe(file, failure), failure);
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
