/**
 * The TFTP server: read-only, with the options of RFC 2347, 2348, 2349 and 7440.
 *
 * <p>{@code packet} knows the wire, {@code option} negotiates, {@code transfer} is one transfer as
 * a pure state machine, {@code transport} moves packets, {@code engine} joins them, {@code
 * admission} decides who gets an answer, {@code event} tells what happened. {@link
 * org.pairboot.tftp.TftpServer} is the way in.
 */
package org.pairboot.tftp;
