package org.pairboot.tftp.event;

import org.pairboot.conf.KebabCase;

/** How a request ended. */
public enum TransferOutcome {
  /** The client has acknowledged the last block. */
  COMPLETED,
  /**
   * The last block was sent and the client fell silent. RFC 1350 calls this the normal ending with
   * a lost last ACK; clients do not linger to repeat it.
   */
  COMPLETED_UNCONFIRMED,
  /** The client wanted to know the size only. */
  PROBE,
  /** The client ended the transfer with an ERROR, or asked for something else instead. */
  ABORTED,
  /** The client fell silent. */
  TIMED_OUT,
  /** The request was answered with an ERROR: a mode, a name or a number of transfers not served. */
  REFUSED,
  /** There is nothing of this name. */
  NOT_FOUND,
  /** The content could not be read, or the server stopped. */
  FAILED;

  /** Lower case, words joined by hyphens: {@code completed-unconfirmed}. */
  @Override
  public String toString() {
    return KebabCase.of(this);
  }
}
