package org.pairboot.tftp.transport.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pairboot.tftp.packet.Opcode;
import org.pairboot.tftp.packet.PacketCodec;
import org.pairboot.tftp.transport.Flow;
import org.pairboot.tftp.transport.Link.PacketHandler;
import org.pairboot.tftp.transport.Port;
import org.pairboot.tftp.transport.PortPool;

/** One bound channel and the flows on it. */
final class NioPort implements Port {
  /** What a port needs of a {@code DatagramChannel}. */
  interface PacketChannel {

    /** Receives one packet, or returns null when there is none. */
    SocketAddress receive(ByteBuffer target) throws IOException;

    /** Sends one packet and returns its size, or 0 when it has to wait. */
    int send(ByteBuffer packet, InetSocketAddress peer) throws IOException;

    /** Whether the link shall call when sending is possible again. */
    void wantWritable(boolean wanted);

    void close();
  }

  /** Packets taken from one port before the others get their turn. */
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
   * @param pool where transfers asked for here run; null when this port takes no requests
   * @param outbound the link's buffer for the packet being sent
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
  public void reply(InetSocketAddress peer, ByteBuffer packet) {
    send(packet, peer);
  }

  @Override
  public Flow open(
      InetSocketAddress peer, Flow.Source source, Flow.Handler handler, Optional<Flow> superseded) {
    NioPort chosen = pool.isShared() ? this : pool.choose(peer, portOf(superseded));
    NioFlow flow = new NioFlow(chosen, peer, source, handler);
    NioFlow former = chosen.flows.put(peer, flow);
    if (former != null) {
      former.close();
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
        // An ICMP error about a packet of ours, or a channel that is being closed. The client's
        // silence will end its transfer.
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

  /** Sends what waits, in the order it was left, until all is sent or the channel is full again. */
  void sendWaiting() {
    while (!waiting.isEmpty()) {
      NioFlow flow = waiting.peek();
      if (!flow.pump()) {
        return;
      }
      waiting.poll();
      flow.setWaiting(false);
    }
    channel.wantWritable(false);
  }

  /** {@code flow} has something to send, which must not overtake what waits already. */
  void sendOrWait(NioFlow flow) {
    if (flow.isWaiting() || (waiting.isEmpty() && flow.pump())) {
      return;
    }
    if (waiting.isEmpty()) {
      channel.wantWritable(true);
    }
    waiting.add(flow);
    flow.setWaiting(true);
  }

  /** Sends {@code packet}; false when it has to wait. One that cannot be sent at all is lost. */
  boolean send(ByteBuffer packet, InetSocketAddress peer) {
    try {
      return channel.send(packet, peer) > 0;
    } catch (IOException e) {
      // No route, a firewall's EPERM, an address that has left us: all of them may pass.
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
