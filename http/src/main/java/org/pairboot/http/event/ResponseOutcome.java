package org.pairboot.http.event;

import org.pairboot.conf.KebabCase;

/** How a response ended. The names mean the same as for TFTP transfers. */
public enum ResponseOutcome {
  /** The whole response was handed to the kernel; includes 304, 412 and 416. */
  COMPLETED,
  /** A HEAD, which asks for the size only. */
  PROBE,
  /** The client closed the connection. */
  ABORTED,
  /** The client accepted no bytes for too long. */
  TIMED_OUT,
  /** The name does not exist: 404. */
  NOT_FOUND,
  /** The request is not served, whatever its name: 400, 403, 405, 503. */
  REFUSED,
  /** The server failed: 500, a storage error in the middle of a body, or a stop. */
  FAILED;

  /** Such as {@code timed-out}. */
  @Override
  public String toString() {
    return KebabCase.of(this);
  }
}
