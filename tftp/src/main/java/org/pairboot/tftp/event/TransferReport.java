package org.pairboot.tftp.event;

import java.time.Duration;
import java.util.Optional;
import org.pairboot.tftp.event.TransferListener.Request;
import org.pairboot.tftp.event.TransferListener.Terms;

/**
 * One finished request.
 *
 * @param terms empty if no transfer began
 * @param detail why, where the outcome alone is not enough: the client's message, the reason of a
 *     refusal; printable, may be empty
 * @param bytes of the content that the client has acknowledged
 * @param duration from the request to the end
 * @param retransmits packets sent more than once
 */
public record TransferReport(
    Request request,
    Optional<Terms> terms,
    TransferOutcome outcome,
    String detail,
    long bytes,
    Duration duration,
    long retransmits) {

  /** The report of a request that was answered with an ERROR. */
  public static TransferReport ofRejected(Request request, TransferOutcome outcome, String detail) {
    return new TransferReport(request, Optional.empty(), outcome, detail, 0, Duration.ZERO, 0);
  }
}
