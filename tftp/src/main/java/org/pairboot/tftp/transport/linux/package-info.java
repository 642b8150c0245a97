/**
 * The transport for Linux: system calls through the Foreign Function and Memory API.
 *
 * <p>Its advantages: {@code recvmmsg} and {@code sendmmsg} transfer the packets of many clients in
 * one call, {@code UDP_SEGMENT} a whole window in one message, and blocks go from a mapped file to
 * the kernel without a copy in the JVM. {@code IP_PKTINFO} reports the local address of a packet
 * and sets that of the answer, so that one socket can serve a wildcard address.
 *
 * <p>The path of a packet: {@link org.pairboot.tftp.transport.linux.LinuxLink} waits, a {@code
 * FlowSocket} receives a batch of packets and finds the flow of each by its {@code AddressPair};
 * flows that have something to send are queued, and the socket sends for all of them at the end of
 * the turn. Unsent data is known by block numbers only; addresses of mapped memory are used only
 * while a batch is being sent.
 *
 * <p>Layouts are those of 64-bit Linux, which x86-64 and aarch64 share except for {@code
 * epoll_event}. Numbers have the byte order of the machine unless they are called raw: raw
 * addresses and ports are in network byte order.
 */
package org.pairboot.tftp.transport.linux;
