package org.pairboot.http.event;

import org.pairboot.conf.KebabCase;

/** How a response ended. The names mean the same as those of TFTP's transfers. */
public enum ResponseOutcome {
  /** Every byte of the answer was handed to the kernel; so are 304, 412 and 416. */
  COMPLETED,
  /** The client wanted to know the size only: HEAD. */
  PROBE,
  /** The client closed the connection. */
  ABORTED,
  /** The client took no bytes for too long. */
  TIMED_OUT,
  /** There is nothing of this name: 404. */
  NOT_FOUND,
  /** The request cannot be served whatever its name: 400, 403, 405, 503. */
  REFUSED,
  /** The server is to blame: 500, storage that failed in the middle of a body, or a stop. */
  FAILED;

  /** Lower case, words joined by hyphens: {@code timed-out}. */
  @Override
  public String toString() {
    return KebabCase.of(this);
  }
}
