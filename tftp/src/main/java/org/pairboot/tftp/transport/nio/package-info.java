/**
 * The portable transport: a selector per event loop and one {@code DatagramChannel} per port.
 *
 * <p>NIO does not report the local address of a packet. So each address gets a channel of its own,
 * and a wildcard listen address means all addresses that the interfaces have now or get later.
 */
package org.pairboot.tftp.transport.nio;
