/**
 * Thousands of TFTP clients in one thread, on a link that loses packets, and floods of requests
 * that nobody answers for. What makes a server lose transfers, or memory, in hours shows in a
 * minute here.
 */
package org.pairboot.it.soak;
