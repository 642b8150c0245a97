package org.pairboot.tftp.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * The network access of one event loop. Used by the thread of its loop only, except {@link
 * #wakeUp}.
 */
public interface Link extends AutoCloseable {

  /** Receives the packets that belong to no flow. */
  @FunctionalInterface
  interface PacketHandler {

    /**
     * A request, or a packet from a peer without a flow.
     *
     * @param port where it arrived
     * @param packet its bytes; valid during the call
     */
    void onPacket(Port port, InetSocketAddress peer, ByteBuffer packet);
  }

  /**
   * Sends what is unsent, then waits for packets until one arrives, {@code timeoutNanos} have
   * passed (not at all unless that is positive) or {@link #wakeUp} is called. Packets go to the
   * handler of their flow, or to {@code handler}; none is larger than a request may be.
   *
   * <p>Never fails because of a packet or a peer.
   */
  void poll(long timeoutNanos, PacketHandler handler);

  /** Ends the current or the next {@link #poll}. For any thread. */
  void wakeUp();

  /** Closes the ports that only receive requests. */
  void stopListening();

  /** Closes all ports. */
  @Override
  void close();
}
