/**
 * How packets get to and from the kernel, as the engine sees it.
 *
 * <p>A {@link org.pairboot.tftp.transport.Transport} has one {@link
 * org.pairboot.tftp.transport.Transport.Link} for each event loop. A link has ports; requests
 * arrive at one, and a {@link org.pairboot.tftp.transport.Flow} connects a port and a peer for the
 * duration of one transfer. The link itself finds the flow of a packet, because only it knows the
 * form in which the kernel reports the address of a peer. It is given runs of blocks, so that it
 * can pass a window to the kernel in one call.
 */
package org.pairboot.tftp.transport;
