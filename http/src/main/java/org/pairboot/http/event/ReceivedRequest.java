package org.pairboot.http.event;

import java.net.InetSocketAddress;

/**
 * What a client asks for. A client's port has one request under way at a time, so {@code peer} and
 * {@code local} tell running responses apart.
 *
 * @param peer the client's address
 * @param local the address of ours that it used; never a wildcard
 * @param method as the client wrote it, printable and cut to a sane length
 * @param name the normalised name, or the printable path as it was asked when it is refused
 * @param userAgent printable and cut to a sane length, empty when there is none
 */
public record ReceivedRequest(
    InetSocketAddress peer,
    InetSocketAddress local,
    String method,
    String name,
    String userAgent) {}
