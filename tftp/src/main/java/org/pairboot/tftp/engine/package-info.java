/**
 * The server between transport and transfers: event loops, requests, timers.
 *
 * <p>A loop owns its link and its transfers and shares nothing with other loops but the counts of
 * {@code admission}, which are touched once at the start and once at the end of a transfer.
 *
 * <p>A request goes from {@code RequestHandler} to {@code TransferTable}, which starts, calls and
 * ends each {@code ActiveTransfer}.
 */
package org.pairboot.tftp.engine;
