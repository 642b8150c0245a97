/**
 * The portable transport: a selector per event loop and one {@code DatagramChannel} per port.
 *
 * <p>NIO does not tell which of our addresses a packet was sent to. So each address gets a channel
 * of its own, and a wildcard listen address stands for all addresses that the interfaces have now
 * or get later.
 */
package org.pairboot.tftp.transport.nio;
