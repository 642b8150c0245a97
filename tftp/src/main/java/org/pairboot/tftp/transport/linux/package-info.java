/**
 * The transport for Linux: system calls by the Foreign Function and Memory API.
 *
 * <p>What it is for: {@code recvmmsg} and {@code sendmmsg} carry the packets of many clients in one
 * call, {@code UDP_SEGMENT} a whole window in one message, and blocks go from a mapped file to the
 * kernel without a copy of ours. {@code IP_PKTINFO} tells which of our addresses a packet was sent
 * to, and has the answer leave from there, so that one socket serves a wildcard address.
 *
 * <p>How a packet goes: {@link org.pairboot.tftp.transport.linux.LinuxLink} waits, a {@code
 * FlowSocket} takes a batch of packets and finds the flow of each by its {@code AddressPair}; flows
 * that have something to send line up, and the socket sends for all of them at the end of the
 * round. What waits is known by block numbers alone; addresses of mapped memory exist only while a
 * batch is being sent.
 *
 * <p>Layouts are those of 64-bit Linux, which x86-64 and aarch64 share but for {@code epoll_event}.
 * Numbers have the byte order of the machine unless they are called raw: raw addresses and ports
 * are the bytes of the network as they lie in memory.
 */
package org.pairboot.tftp.transport.linux;
