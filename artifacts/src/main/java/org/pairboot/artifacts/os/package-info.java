/**
 * Calls of the Linux C library through the Foreign Function and Memory API, for what the JDK does
 * not offer: batches of datagrams, epoll, {@code flock(2)}, Unix datagram sockets. The only place
 * of the program that links foreign functions.
 */
package org.pairboot.artifacts.os;
