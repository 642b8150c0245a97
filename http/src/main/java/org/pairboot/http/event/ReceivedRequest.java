package org.pairboot.http.event;

import java.net.InetSocketAddress;

/**
 * A request. Each client port has at most one request in progress, so {@code peer} and {@code
 * local} identify it.
 *
 * @param peer the address of the client
 * @param local the address of this server that the client connected to; never a wildcard
 * @param method as the client sent it, made printable and shortened
 * @param name the normalized name, or the path, made printable, when it is invalid
 * @param userAgent made printable and shortened; empty when there is none
 */
public record ReceivedRequest(
    InetSocketAddress peer,
    InetSocketAddress local,
    String method,
    String name,
    String userAgent) {}
