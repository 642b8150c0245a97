package org.pairboot.http.event;

import java.time.Duration;

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
    ReceivedRequest request,
    String route,
    int status,
    long bytesSent,
    long bytesPlanned,
    Duration duration,
    String range,
    ResponseOutcome outcome) {}
