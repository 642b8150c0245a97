/**
 * Thousands of TFTP clients in one thread, on a link that loses packets, and floods of requests
 * that nobody answers for. What makes a server lose transfers, or memory, in hours shows in a
 * minute here.
 *
 * <p>Each client has a plan and a socket of its own and does what firmware does to the end, answers
 * to repeated last blocks among it, in whatever network it is. That makes them too dear to measure
 * a server with, for which there is {@code org.pairboot.it.load}.
 */
package org.pairboot.it.soak;
