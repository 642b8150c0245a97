package org.pairboot.conf;

/** Ports from {@code first} to {@code last}, both included. */
public record PortRange(int first, int last) {}
