/**
 * TFTP packets as records, and their codec (RFC 1350, 2347).
 *
 * <p>While a transfer runs, ACK and DATA are not decoded into records: the codec reads and writes
 * their four bytes in place.
 */
package org.pairboot.tftp.packet;
