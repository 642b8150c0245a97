package org.pairboot.http.event;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * One response that has ended.
 *
 * @param peer the client's address
 * @param local the address of ours that it used; never a wildcard
 * @param method as the client wrote it, printable and cut to a sane length
 * @param name the normalised name, or the printable path as it was asked when it was refused
 * @param route the name of the route that answered, empty when none did
 * @param status the HTTP status code
 * @param bytesSent how many bytes of the body were handed to the kernel
 * @param bytesPlanned how many bytes of body this answer has; 0 for HEAD
 * @param duration from the end of the request's head to the end of the response
 * @param range {@code FIRST-LAST/LENGTH} of a 206, else empty
 * @param userAgent printable and cut to a sane length, empty when there was none
 */
public record ResponseReport(
    InetSocketAddress peer,
    InetSocketAddress local,
    String method,
    String name,
    String route,
    int status,
    long bytesSent,
    long bytesPlanned,
    Duration duration,
    String range,
    String userAgent,
    ResponseOutcome outcome) {}
