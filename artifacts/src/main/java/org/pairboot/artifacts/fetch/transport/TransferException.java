package org.pairboot.artifacts.fetch.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.pairboot.artifacts.text.PrintableText;

/**
 * A try to fetch a file has failed. The message says why in one line, without the file's name and
 * without secrets; what a server said in it is free of control characters.
 */
public final class TransferException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Code points of a message; a server may send a page. */
  private static final int LONGEST = 300;

  /** What can be done about it. */
  public enum Kind {
    /** Another try may succeed. */
    TRANSIENT,
    /** What is there already is not from the file as it is now; without that, it may succeed. */
    STALE_PART,
    /** The server has no such file. */
    ABSENT,
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
    super(PrintableText.of(message.strip(), LONGEST), cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  public Kind kind() {
    return kind;
  }

  /** How long the server wants to be left alone, where it says so. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
