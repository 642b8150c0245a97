package org.pairboot.tftp.engine;

import org.pairboot.artifacts.content.Content;
import org.pairboot.tftp.event.TransferOutcome;
import org.pairboot.tftp.packet.ErrorCode;
import org.pairboot.tftp.packet.TransferMode;

/** What a request led to. */
sealed interface RequestAnswer {

  /** The name as reports show it. */
  String name();

  /** There is something to send. */
  record Found(String name, String route, Content content, TransferMode mode)
      implements RequestAnswer {}

  /**
   * There is nothing to send but an ERROR.
   *
   * @param code see {@link org.pairboot.tftp.packet.ErrorCode}
   * @param message for the client; names no path of the server
   * @param detail for the report, where the outcome and the name do not say all
   */
  record Rejected(String name, TransferOutcome outcome, int code, String message, String detail)
      implements RequestAnswer {
    /** All that a client has to know of a fault of ours; what is behind it stands in the report. */
    static final String FAULT = "the server cannot send this file now";

    /** For a request that is not served, and says why to client and report alike. */
    static Rejected refused(String name, int code, String message) {
      return new Rejected(name, TransferOutcome.REFUSED, code, message, message);
    }

    /** For a name that nobody knows. */
    static Rejected notFound(String name) {
      String message = "not found: " + SafeText.of(name);
      return new Rejected(name, TransferOutcome.NOT_FOUND, ErrorCode.FILE_NOT_FOUND, message, "");
    }

    /** For as many transfers as there may be. */
    static Rejected busy(String name) {
      return refused(name, ErrorCode.NOT_DEFINED, "busy, try again later");
    }

    /** For a content that cannot be had. */
    static Rejected failed(String name, Throwable cause) {
      return new Rejected(
          name, TransferOutcome.FAILED, ErrorCode.NOT_DEFINED, FAULT, String.valueOf(cause));
    }
  }
}
