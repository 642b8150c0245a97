package org.pairboot.tftp.transport.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pairboot.tftp.packet.Packet.Opcode;
import org.pairboot.tftp.packet.PacketCodec;
import org.pairboot.tftp.transport.Flow;
import org.pairboot.tftp.transport.PortPool;
import org.pairboot.tftp.transport.Transport.Link.PacketHandler;
import org.pairboot.tftp.transport.Transport.Port;

/** One bound channel and the flows on it. */
final class NioPort implements Port {
  /** The operations of a {@code DatagramChannel} that a port uses. */
  interface PacketChannel {

    /** Receives one packet, or returns null if there is none. */
    SocketAddress receive(ByteBuffer target) throws IOException;

    /** Sends one packet and returns its size, or 0 if the channel is not writable. */
    int send(ByteBuffer packet, InetSocketAddress peer) throws IOException;

    /** Whether the link reports when sending is possible again. */
    void notifyWritable(boolean wanted);

    void close();
  }

  /** Packets received from one port before the others get their turn. */
  private static final int BATCH = 64;

  private final InetSocketAddress local;
  private int mtu;
  private final boolean takesRequests;
  private final PacketChannel channel;
  private final PortPool<NioPort> pool;
  private final ByteBuffer outbound;
  private final Map<InetSocketAddress, NioFlow> flows = new HashMap<>();
  private final ArrayDeque<NioFlow> waiting = new ArrayDeque<>();

  /**
   * @param pool the ports for transfers requested here; null if this port receives no requests
   * @param outbound the buffer of the link for the packet being sent
   */
  NioPort(
      InetSocketAddress local,
      int mtu,
      PacketChannel channel,
      PortPool<NioPort> pool,
      ByteBuffer outbound) {
    this.local = local;
    this.mtu = mtu;
    this.takesRequests = pool != null;
    this.channel = channel;
    this.pool = pool;
    this.outbound = outbound;
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public int mtu() {
    return mtu;
  }

  void setMtu(int mtu) {
    this.mtu = mtu;
  }

  @Override
  public boolean takesRequests() {
    return takesRequests;
  }

  @Override
  public boolean carriesTransfers() {
    return !takesRequests || pool.isShared();
  }

  @Override
  public int choices() {
    return pool == null ? 1 : pool.choices();
  }

  @Override
  public void reply(InetSocketAddress peer, ByteBuffer packet) {
    send(packet, peer);
  }

  @Override
  public Flow open(
      InetSocketAddress peer, Flow.Source source, Flow.Handler handler, Optional<Flow> superseded) {
    NioPort chosen = pool.isShared() ? this : pool.choose(portOf(superseded));
    NioFlow flow = new NioFlow(chosen, peer, source, handler);
    NioFlow previous = chosen.flows.put(peer, flow);
    if (previous != null) {
      previous.close();
    }
    return flow;
  }

  private static NioPort portOf(Optional<Flow> flow) {
    return flow.map(f -> ((NioFlow) f).port()).orElse(null);
  }

  /** Takes what has arrived. */
  void receive(ByteBuffer inbound, PacketHandler handler) {
    for (int i = 0; i < BATCH; i++) {
      inbound.clear();
      InetSocketAddress peer;
      try {
        peer = (InetSocketAddress) channel.receive(inbound);
      } catch (IOException e) {
        // An ICMP error for a packet sent earlier, or a channel that is being closed. The silence
        // of the client will end its transfer.
        continue;
      }
      if (peer == null) {
        return;
      }
      deliver(peer, inbound.flip(), handler);
    }
  }

  private void deliver(InetSocketAddress peer, ByteBuffer packet, PacketHandler handler) {
    NioFlow flow = Opcode.isRequest(PacketCodec.opcode(packet)) ? null : flows.get(peer);
    if (flow == null) {
      handler.onPacket(this, peer, packet);
    } else {
      flow.handler().onPacket(packet);
    }
  }

  /**
   * Sends for the flows in the queue, in their order, until all is sent or the channel is full
   * again.
   */
  void sendWaiting() {
    while (!waiting.isEmpty()) {
      NioFlow flow = waiting.peek();
      if (!flow.pump()) {
        return;
      }
      waiting.poll();
      flow.setWaiting(false);
    }
    channel.notifyWritable(false);
  }

  /** {@code flow} has something to send, which must not overtake the flows in the queue. */
  void sendOrWait(NioFlow flow) {
    if (flow.isWaiting() || (waiting.isEmpty() && flow.pump())) {
      return;
    }
    if (waiting.isEmpty()) {
      channel.notifyWritable(true);
    }
    waiting.add(flow);
    flow.setWaiting(true);
  }

  /**
   * Sends {@code packet}; false if it has to be sent later. One that cannot be sent at all is lost.
   */
  boolean send(ByteBuffer packet, InetSocketAddress peer) {
    try {
      return channel.send(packet, peer) > 0;
    } catch (IOException e) {
      // No route, EPERM of a firewall, an address removed from the machine: all of these may pass.
      return true;
    }
  }

  ByteBuffer outbound() {
    return outbound;
  }

  void remove(NioFlow flow) {
    flows.remove(flow.peer(), flow);
    if (flow.isWaiting()) {
      waiting.remove(flow);
    }
  }

  void close() {
    channel.close();
  }
}
