/**
 * TFTP packets as records, and the one codec between them and bytes (RFC 1350, 2347).
 *
 * <p>ACK and DATA are not turned into records while a transfer runs: the codec reads and writes
 * their four bytes in place.
 */
package org.pairboot.tftp.packet;
