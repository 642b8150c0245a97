package org.pairboot.appliance.doctor;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * A server that answers on this machine.
 *
 * @param who it is, for people
 * @param tftp where it answers, if it does
 * @param http the same
 */
record Served(String who, Optional<InetSocketAddress> tftp, Optional<InetSocketAddress> http) {}
