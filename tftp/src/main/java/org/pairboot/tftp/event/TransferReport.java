package org.pairboot.tftp.event;

import java.time.Duration;
import java.util.Optional;
import org.pairboot.conf.KebabCase;
import org.pairboot.tftp.event.TransferListener.Request;
import org.pairboot.tftp.event.TransferListener.Terms;

/**
 * One finished request.
 *
 * @param terms empty if no transfer began
 * @param detail why, where the outcome alone is not enough: the client's message, the reason of a
 *     refusal; printable, may be empty
 * @param bytes of the content that the client has acknowledged
 * @param isProven whether the client has shown that it receives what is sent to its address
 * @param duration from the request to the end
 * @param retransmits packets sent more than once
 */
public record TransferReport(
    Request request,
    Optional<Terms> terms,
    Outcome outcome,
    String detail,
    long bytes,
    boolean isProven,
    Duration duration,
    long retransmits) {

  /** The report of a request that was answered with an ERROR. */
  public static TransferReport ofRejected(Request request, Outcome outcome, String detail) {
    return new TransferReport(
        request, Optional.empty(), outcome, detail, 0, false, Duration.ZERO, 0);
  }

  /** How a request ended. */
  public enum Outcome {
    /** The client has acknowledged the last block. */
    COMPLETED,
    /**
     * The last block was sent, but no ACK of it came. RFC 1350 calls this a normal end with a lost
     * last ACK; clients do not wait in order to repeat it.
     */
    COMPLETED_UNCONFIRMED,
    /** The client asked for the size only. */
    PROBE,
    /** The client ended the transfer with an ERROR, or sent another request from the same port. */
    ABORTED,
    /** The client stopped answering. */
    TIMED_OUT,
    /**
     * The request was answered with an ERROR: unsupported mode, invalid name or too many transfers.
     */
    REFUSED,
    /** The name does not exist. */
    NOT_FOUND,
    /** The content could not be read, or the server stopped. */
    FAILED;

    /** Lower case, words joined by hyphens: {@code completed-unconfirmed}. */
    @Override
    public String toString() {
      return KebabCase.of(this);
    }
  }
}
