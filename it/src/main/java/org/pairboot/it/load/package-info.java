/**
 * A load to measure servers with: thousands of TFTP clients on one thread, each with a loopback
 * address of its own, and all with one plan.
 *
 * <p>All of them share one socket: it is bound to every address, and each packet says which client
 * it is for (IP_PKTINFO). So the packets of many clients travel in one system call, and the load
 * costs less CPU time than any server it is put on. It has its own few system calls, apart from
 * those of the server that it measures.
 *
 * <p>Clients that differ from each other, or that are in another network, and whose cost does not
 * matter, are in {@code org.pairboot.it.soak}.
 */
package org.pairboot.it.load;
