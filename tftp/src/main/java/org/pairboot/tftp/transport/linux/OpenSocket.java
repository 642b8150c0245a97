package org.pairboot.tftp.transport.linux;

/** A socket that is bound, by its file descriptor. */
record OpenSocket(int fd, BoundAddress bound) {}
