package org.pairboot.tftp.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** The bound sockets of the server. Thread-safe. */
public interface Transport extends AutoCloseable {

  /** A short name for the log, such as {@code nio}. */
  String name();

  /** The address of requests, with the real port; a wildcard address stays one. */
  InetSocketAddress address();

  /** One link for each event loop; each owns its sockets. */
  List<? extends Link> links();

  /** Releases what the links do not own. Each link is closed by its loop. */
  @Override
  void close();

  /**
   * The network access of one event loop. Used by the thread of its loop only, except {@link
   * #wakeUp}.
   */
  interface Link extends AutoCloseable {

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

  /** One UDP port on one address of this machine. Belongs to one link and its thread. */
  interface Port {

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

    /**
     * From how many ports that of a flow is drawn: a sender that does not read our packets has to
     * guess among so many. 1 if flows use this port.
     */
    int choices();

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
        InetSocketAddress peer,
        Flow.Source source,
        Flow.Handler handler,
        Optional<Flow> superseded);
  }
}
