/**
 * One TFTP read as a pure state machine: no sockets, no threads, no clock.
 *
 * <p>{@link org.pairboot.tftp.transfer.Transfer} gets events with the time they happened, and
 * commands a {@link org.pairboot.tftp.transfer.TransferOutput}. Servers and simulated links drive
 * the same class. Times are readings of {@link System#nanoTime}, or of anything that counts alike.
 */
package org.pairboot.tftp.transfer;
