/**
 * A load of thousands of TFTP clients on one thread, for benchmarks, for soak tests on a link that
 * loses packets, and for machines that boot beside a flood of forged requests.
 *
 * <p>All clients share one socket: it is bound to every address, and each packet says which client
 * it is for (IP_PKTINFO). So the packets of many clients travel in one system call, and the load
 * costs less CPU time than any server under test.
 */
package org.pairboot.it.load;
