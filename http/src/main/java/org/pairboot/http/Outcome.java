package org.pairboot.http;

/** How a response ended. */
public enum Outcome {
  /** Every byte of the answer was handed to the kernel; so are 304, 412 and 416. */
  COMPLETED,
  /** The client closed the connection, or took no bytes for too long, or the server stopped. */
  ABORTED,
  /** Nobody knows the name: 404. */
  NOT_FOUND,
  /** The request cannot be served whatever its name: 400, 405, 503. */
  REFUSED,
  /** The server is to blame: 500, or storage that failed in the middle of a body. */
  FAILED
}
