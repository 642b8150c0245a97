package org.pairboot.artifacts.format.initramfs;

/**
 * Something that can be read, but at which the kernel would stop unpacking.
 *
 * @param offset where, in bytes from the start of the buffer
 * @param message what it is and what the remedy is
 */
public record Finding(long offset, String message) {}
