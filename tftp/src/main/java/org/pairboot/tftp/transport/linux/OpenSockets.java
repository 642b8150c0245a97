package org.pairboot.tftp.transport.linux;

import java.util.List;

/**
 * The sockets of one address for one event loop.
 *
 * @param pool the sockets that transfers answer from; empty when that is {@code requests}
 */
record OpenSockets(OpenSocket requests, List<OpenSocket> pool) {}
