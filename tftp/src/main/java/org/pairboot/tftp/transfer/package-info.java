/**
 * One TFTP read as a pure state machine: no sockets, no threads, no clock.
 *
 * <p>{@link org.pairboot.tftp.transfer.Transfer} gets events with their time, and sends through a
 * {@link org.pairboot.tftp.transfer.Transfer.Output}. The server and simulated links drive the same
 * class. Times are those of {@link System#nanoTime}, or of any clock that counts in the same way.
 */
package org.pairboot.tftp.transfer;
