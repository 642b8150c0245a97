package org.pairboot.tftp.event;

import org.pairboot.conf.KebabCase;

/** How a request ended. */
public enum TransferOutcome {
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
