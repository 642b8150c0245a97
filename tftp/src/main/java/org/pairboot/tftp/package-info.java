/**
 * The TFTP server: read-only, with the options of RFC 2347, 2348, 2349 and 7440.
 *
 * <p>{@code packet} encodes and decodes packets, {@code request} resolves names and negotiates
 * options, {@code transfer} is one transfer as a pure state machine, {@code transport} sends and
 * receives packets, {@code engine} connects them, {@code admission} decides who gets an answer,
 * {@code event} reports what happened. {@link org.pairboot.tftp.TftpServer} is the entry point.
 */
package org.pairboot.tftp;
