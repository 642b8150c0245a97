package org.pairboot.tftp.transport.linux;

import java.util.function.IntUnaryOperator;

/**
 * What the sockets of one link share.
 *
 * @param mtus the MTU of an interface by its index, in bytes; 0 when it is not known
 */
record LinkResources(
    ReceiveBatch inbound, SendBatch outbound, ReadAhead readAhead, IntUnaryOperator mtus) {}
