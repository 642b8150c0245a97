package org.pairboot.tftp.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One of our UDP ports on one of our addresses. Belongs to one link and its thread. */
public interface Port {

  /** Our address; never a wildcard. */
  InetSocketAddress local();

  /** The MTU of the interface that has our address, in bytes; 0 when it is not known. */
  int mtu();

  /** Whether requests are to be answered here. */
  boolean takesRequests();

  /** Whether transfers run here, so that a packet without a flow is a stray of one. */
  boolean carriesTransfers();

  /** Sends one packet to a peer without a flow; lost when the port is busy. */
  void reply(InetSocketAddress peer, ByteBuffer packet);

  /**
   * Opens a flow to {@code peer} for a request that arrived here, from this port or from one of the
   * pool. A flow that {@code peer} has on the chosen port is closed.
   *
   * @param source what the flow sends
   * @param superseded the flow of an earlier transfer to the same peer; another port than its is
   *     chosen where there is one, so that packets of the two cannot be mistaken for each other
   */
  Flow open(
      InetSocketAddress peer, Flow.Source source, Flow.Handler handler, Optional<Flow> superseded);
}
