package org.pairboot.tftp.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Takes packets that no flow takes. */
@FunctionalInterface
public interface PacketHandler {

  /**
   * A request, or a packet from a peer without a flow.
   *
   * @param port where it arrived
   * @param packet its bytes; valid during the call
   */
  void onPacket(Port port, InetSocketAddress peer, ByteBuffer packet);
}
