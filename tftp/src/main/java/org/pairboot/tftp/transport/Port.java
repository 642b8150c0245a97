package org.pairboot.tftp.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One UDP port on one address of this machine. Belongs to one link and its thread. */
public interface Port {

  /** The local address; never a wildcard. */
  InetSocketAddress local();

  /** The MTU of the interface with the local address, in bytes; 0 if unknown. */
  int mtu();

  /** Whether this port receives requests. */
  boolean takesRequests();

  /**
   * Whether transfers use this port, so that a packet without a flow belongs to a transfer that
   * does not exist.
   */
  boolean carriesTransfers();

  /** Sends one packet to a peer without a flow; it is lost if the port is not writable. */
  void reply(InetSocketAddress peer, ByteBuffer packet);

  /**
   * Opens a flow to {@code peer} for a request that arrived here, on this port or on one of the
   * pool. An earlier flow of {@code peer} on the chosen port is closed.
   *
   * @param source what the flow sends
   * @param superseded the flow of an earlier transfer to the same peer; its port is avoided if
   *     there is another, so that packets of the two cannot be confused
   */
  Flow open(
      InetSocketAddress peer, Flow.Source source, Flow.Handler handler, Optional<Flow> superseded);
}
