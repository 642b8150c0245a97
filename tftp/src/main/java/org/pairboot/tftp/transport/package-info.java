/**
 * How packets reach the kernel, seen from the engine.
 *
 * <p>A {@link org.pairboot.tftp.transport.Transport} has one {@link
 * org.pairboot.tftp.transport.Link} for each event loop. A link has ports; requests arrive at one,
 * and a {@link org.pairboot.tftp.transport.Flow} joins a port and a peer for the time of one
 * transfer. The link finds the flow of a packet by itself, because only it knows in which form the
 * kernel gives a peer's address, and it gets blocks in runs, so that it may hand a window to the
 * kernel in one call.
 */
package org.pairboot.tftp.transport;
