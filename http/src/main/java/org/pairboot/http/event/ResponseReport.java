package org.pairboot.http.event;

import java.time.Duration;
import org.pairboot.conf.KebabCase;
import org.pairboot.http.event.ResponseListener.Request;

/**
 * A response that has ended.
 *
 * @param route the name of the route that found the content; empty without one
 * @param status the HTTP status code
 * @param bytesSent bytes of the body that were handed to the kernel
 * @param bytesPlanned bytes of the body in all; 0 for HEAD
 * @param duration from the end of the request's head to the end of the response
 * @param range {@code FIRST-LAST/LENGTH} for a 206, else empty
 */
public record ResponseReport(
    Request request,
    String route,
    int status,
    long bytesSent,
    long bytesPlanned,
    Duration duration,
    String range,
    Outcome outcome) {

  /** How a response ended. The names mean the same as for TFTP transfers. */
  public enum Outcome {
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
}
