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
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.pairboot.artifacts.text.PrintableText;

/**
 * An attempt to fetch a file has failed. The message gives the reason in one line, without the name
 * of the file and without secrets; what a server said in it has no control characters.
 */
public final class TransferException extends IOException {
  private static final long serialVersionUID = 1L;

  /** In code points: enough for the reply line of a server, which may send a whole page. */
  private static final int MAX_MESSAGE_LENGTH = 300;

  // Java has no type for this failure, and no method that returns the status.
  private static final Pattern NO_TUNNEL = Pattern.compile("Tunnel failed, got: (\\d{3})");

  /** What can be done about it. */
  public enum Kind {
    /** Another attempt may succeed. */
    TRANSIENT,
    /**
     * The partial file here is not from the current version of the file; an attempt without it may
     * succeed.
     */
    STALE_PART,
    /**
     * No server has this name. Mostly the name is misspelt; only if files came from this server
     * before, another attempt may succeed.
     */
    UNKNOWN_HOST,
    /** The server does not have the file. */
    ABSENT,
    /** The disk here is full. */
    NO_ROOM,
    /** Nothing. */
    FINAL
  }

  private final Kind kind;
  private final transient Duration retryAfter;

  public TransferException(Kind kind, String message) {
    this(kind, message, null, null);
  }

  public TransferException(Kind kind, String message, Throwable cause) {
    this(kind, message, null, cause);
  }

  TransferException(Kind kind, String message, Duration retryAfter, Throwable cause) {
    super(PrintableText.of(message.strip(), MAX_MESSAGE_LENGTH), cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  public Kind kind() {
    return kind;
  }

  /** How long the server asks clients to wait, if it does. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** {@code failure} of the network or of a library, while {@code file} was being fetched. */
  static TransferException of(URI file, IOException failure) {
    if (failure instanceof TransferException known) {
      return known;
    }
    Optional<Throwable> distrust = cause(failure, TransferException::isInnermostDistrust);
    if (distrust.isPresent()) {
      return new TransferException(
          Kind.FINAL,
          "the server's certificate is not trusted: "
              + distrust.get().getMessage()
              + remedyForDistrust(failure),
          failure);
    }
    if (isUnknownHost(failure)) {
      return new TransferException(Kind.UNKNOWN_HOST, describeUnknown(file, failure), failure);
    }
    if (cause(failure, TransferException::isPlaintext).isPresent()) {
      return new TransferException(
          Kind.FINAL, "the server does not speak TLS on this port; try http://", failure);
    }
    Matcher noTunnel = NO_TUNNEL.matcher(String.valueOf(failure.getMessage()));
    return noTunnel.find()
        ? refusedByProxy(Integer.parseInt(noTunnel.group(1)), failure)
        : new TransferException(Kind.TRANSIENT, describe(file, failure), failure);
  }

  private static boolean isUnknownHost(IOException failure) {
    return cause(
                failure,
                e -> e instanceof UnknownHostException || e instanceof UnresolvedAddressException)
            .isPresent()
        // What a resolver says that cannot reach its server, such as one that is just starting.
        && cause(failure, e -> String.valueOf(e.getMessage()).contains("Temporary failure"))
            .isEmpty();
  }

  /** With a proxy, it may be the proxy's name, which only the exception has. */
  private static String describeUnknown(URI file, IOException failure) {
    return "unknown host: " + text(failure, file.getHost());
  }

  /** Java has no type for this failure either. */
  private static boolean isPlaintext(Throwable e) {
    return e instanceof SSLException && String.valueOf(e.getMessage()).contains("SSL message");
  }

  /** The outer exceptions repeat its message after the names of classes. */
  private static boolean isInnermostDistrust(Throwable e) {
    return e instanceof GeneralSecurityException
        && !(e.getCause() instanceof GeneralSecurityException);
  }

  private static String remedyForDistrust(IOException failure) {
    // No further authority would help against a wrong host name or an expired certificate.
    return cause(failure, e -> e instanceof CertPathBuilderException).isPresent()
        ? "; to trust a private certificate authority, add its certificate to "
            + TrustedAuthorities.SETTING
        : "";
  }

  /** What a proxy answers to CONNECT, before anything is requested from the server itself. */
  private static TransferException refusedByProxy(int status, IOException failure) {
    return switch (status) {
      case 401, 407 ->
          new TransferException(
              Kind.FINAL,
              ("HTTP %d, the proxy rejected the user name or password"
                      + " (http://NAME:PASSWORD@HOST:PORT)")
                  .formatted(status),
              failure);
      case 400, 403, 405 ->
          new TransferException(
              Kind.FINAL,
              "HTTP %d, the proxy refuses connections to this server".formatted(status),
              failure);
      default ->
          new TransferException(
              Kind.TRANSIENT,
              "HTTP %d, the proxy cannot reach the server".formatted(status),
              failure);
    };
  }

  private static String describe(URI file, IOException failure) {
    return switch (failure) {
      case UnknownHostException e -> describeUnknown(file, e);
      case HttpConnectTimeoutException e -> "the connection attempt timed out";
      case HttpTimeoutException e -> "the server did not respond in time";
      case SocketTimeoutException e -> "the server did not respond in time";
      case InterruptedIOException e -> "interrupted";
      case ConnectException e -> "cannot connect: " + text(e, "connection refused");
      case NoRouteToHostException e -> "cannot connect: " + text(e, "no route to host");
      default -> "the connection was lost: " + text(failure, failure.getClass().getSimpleName());
    };
  }

  private static String text(IOException failure, String otherwise) {
    return cause(failure, e -> e.getMessage() != null).map(Throwable::getMessage).orElse(otherwise);
  }

  private static Optional<Throwable> cause(Throwable failure, Predicate<Throwable> predicate) {
    Throwable each = failure;
    // The limit guards against causes that form a circle.
    for (int depth = 0; each != null && depth < 10; depth++) {
      if (predicate.test(each)) {
        return Optional.of(each);
      }
      each = each.getCause();
    }
    return Optional.empty();
  }
}
