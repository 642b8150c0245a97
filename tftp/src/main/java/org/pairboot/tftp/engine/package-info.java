/**
 * The server between transport and transfers: event loops, requests, limits, timers.
 *
 * <p>A loop owns its link and its sessions and shares nothing with other loops but the counts of
 * the limits, which are touched once at the start and once at the end of a transfer.
 */
package org.pairboot.tftp.engine;
