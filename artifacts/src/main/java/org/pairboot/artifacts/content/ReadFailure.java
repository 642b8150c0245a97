package org.pairboot.artifacts.content;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Why a content could not be read, in words for people; nothing of it comes from the network. */
public final class ReadFailure {
  private ReadFailure() {}

  /** Whether {@code cause} is a matter of the storage, and not a bug that needs its stack trace. */
  public static boolean isOfStorage(Throwable cause) {
    // The JVM reports a page of a mapped file that the storage cannot deliver as an InternalError.
    return cause instanceof IOException || cause instanceof InternalError;
  }

  /** The reason, with what to do about it. */
  public static String explain(Throwable cause) {
    return reason(cause) + "; 'pairboot scrub' finds files that are damaged, and says what to do";
  }

  private static String reason(Throwable cause) {
    return switch (cause) {
      case InternalError _ -> "the storage cannot deliver a part of the file, or the file was cut";
      case NoSuchFileException missing -> missing.getFile() + " is missing";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case EOFException _ -> "the file ends too early";
      case IOException failure when failure.getMessage() != null -> failure.getMessage();
      default -> cause.getClass().getSimpleName();
    };
  }
}
