package org.pairboot.tftp.transport.linux;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pairboot.artifacts.os.Abi;
import org.pairboot.tftp.packet.Packet.Opcode;
import org.pairboot.tftp.packet.PacketCodec;
import org.pairboot.tftp.transport.Flow;
import org.pairboot.tftp.transport.PortPool;
import org.pairboot.tftp.transport.Transport.Link.PacketHandler;

/** One bound socket and the flows on it. Serves all local addresses if bound to a wildcard. */
final class FlowSocket {
  /**
   * The address of a socket.
   *
   * @param canSegment whether the kernel has {@code UDP_SEGMENT}
   */
  record BoundAddress(InetAddress address, int port, boolean canSegment) {
    int family() {
      return AddressPair.familyOf(address);
    }

    boolean isWildcard() {
      return address.isAnyLocalAddress();
    }
  }

  /** The system calls of a {@link FlowSocket}. Results are counts, or {@code -errno}. */
  interface NativeSocket {

    /** Receives up to {@code count} packets without waiting (recvmmsg). */
    int receive(long messages, int count);

    /** Receives one packet without waiting, a little cheaper; returns its size (recvmsg). */
    int receiveOne(long message);

    /** Receives up to {@code count} messages of the error queue. */
    int receiveErrors(long messages, int count);

    /**
     * Sends up to {@code count} messages without waiting, and returns how many were sent; an error
     * is that of the first one (sendmmsg).
     */
    int send(long messages, int count);

    /** Whether the link reports when sending is possible again. */
    void notifyWritable(boolean wanted);

    void close();
  }

  /**
   * Local addresses that are cached; only the loopback network has more that can receive requests.
   */
  private static final int MAX_PORTS = 256;

  private final BoundAddress bound;
  private final NativeSocket socket;
  private final PortPool<FlowSocket> pool;
  private final LinuxLink.Resources resources;
  private final LinuxLink.Sending sending;
  private final AddressPair arrival;

  /** The local address of packets without IP_PKTINFO. */
  private final AddressPair defaultLocal;

  private final FlowTable flows = new FlowTable();
  private final LinuxFlow.Queue sendQueue = new LinuxFlow.Queue();
  private final Map<LocalKey, LinuxPort> ports = new HashMap<>();

  /** The flow whose message has just failed, though perhaps not by its own fault. */
  private LinuxFlow suspect;

  private boolean listed;
  private boolean blocked;
  private boolean closed;

  private record LocalKey(InetAddress address, int interfaceIndex) {}

  /**
   * @param pool the sockets for transfers requested here; null if this socket receives no requests
   * @param sending the sockets whose {@link #flush} the link calls
   */
  FlowSocket(
      BoundAddress bound,
      NativeSocket socket,
      PortPool<FlowSocket> pool,
      LinuxLink.Resources resources,
      LinuxLink.Sending sending) {
    this.bound = bound;
    this.socket = socket;
    this.pool = pool;
    this.resources = resources;
    this.sending = sending;
    this.arrival = new AddressPair(bound.family());
    this.defaultLocal = new AddressPair(bound.family());
    this.defaultLocal.setLocal(bound.address());
  }

  boolean takesRequests() {
    return pool != null;
  }

  boolean carriesTransfers() {
    return pool == null || pool.isShared();
  }

  /** From how many ports that of a flow is drawn. */
  int choices() {
    return pool == null ? 1 : pool.choices();
  }

  /** Takes what has arrived. */
  void receive(PacketHandler handler) {
    ReceiveBatch batch = resources.inbound();
    // An error refers to a packet sent earlier, and reporting it clears it.
    int count = batch.receive(socket, takesRequests() ? Integer.MAX_VALUE : flows.size());
    for (int i = 0; i < count; i++) {
      arrival.setLocal(defaultLocal);
      batch.readAddresses(i, arrival);
      deliver(batch.packet(i), handler);
    }
  }

  /** Takes what ICMP says about packets sent earlier. */
  void receiveErrors() {
    ReceiveBatch batch = resources.inbound();
    int count = batch.receiveErrors(socket);
    for (int i = 0; i < count; i++) {
      arrival.setLocal(defaultLocal);
      // Other errors, such as a route that is missing for a moment, may pass.
      if (batch.readError(i, arrival) == Abi.ECONNREFUSED) {
        LinuxFlow flow = flows.find(arrival);
        if (flow != null) {
          flow.handler().onPortClosed();
        }
      }
    }
  }

  private void deliver(ByteBuffer packet, PacketHandler handler) {
    LinuxFlow flow = Opcode.isRequest(PacketCodec.opcode(packet)) ? null : flows.find(arrival);
    if (flow != null) {
      flow.handler().onPacket(packet);
    } else if (arrival.isAnswerable()) {
      handler.onPacket(portOf(arrival), arrival.peer(), packet);
    }
  }

  private LinuxPort portOf(AddressPair pair) {
    LocalKey key = new LocalKey(pair.local(), pair.interfaceIndex);
    LinuxPort port = ports.get(key);
    if (port == null) {
      if (ports.size() == MAX_PORTS) {
        ports.clear();
      }
      port =
          new LinuxPort(
              this, pair.copy(), new InetSocketAddress(key.address(), bound.port()), resources);
      ports.put(key, port);
    }
    return port;
  }

  /** Sends one packet at once; it is lost if that is not possible. */
  void reply(AddressPair pair, ByteBuffer packet) {
    if (closed) {
      return;
    }
    SendBatch batch = resources.outbound();
    batch.clear(bound.isWildcard());
    batch.addPacket(null, pair, packet);
    if (batch.send(socket) < 0) {
      // Perhaps the error of an earlier packet.
      batch.send(socket);
    }
  }

  /** Opens a flow for a request that arrived here, on this socket or on one of the pool. */
  LinuxFlow open(
      AddressPair pair, Flow.Source source, Flow.Handler handler, Optional<Flow> superseded) {
    FlowSocket chosen = pool.isShared() ? this : pool.choose(socketOf(superseded));
    LinuxFlow previous = chosen.flows.find(pair);
    if (previous != null) {
      previous.close();
    }
    LinuxFlow flow =
        new LinuxFlow(
            chosen, pair, source, handler, resources.readAhead(), chosen.bound.canSegment());
    chosen.flows.add(flow);
    return flow;
  }

  private static FlowSocket socketOf(Optional<Flow> flow) {
    return flow.map(f -> ((LinuxFlow) f).socket()).orElse(null);
  }

  /** {@code flow} has something to send; the next {@link #flush} sends it. */
  void enqueue(LinuxFlow flow) {
    sendQueue.add(flow);
    list();
  }

  /** Has the link call {@link #flush}. */
  private void list() {
    if (!listed && !blocked) {
      listed = true;
      sending.add(this);
    }
  }

  /**
   * Forgets {@code flow}. An unsent control packet, such as a final ERROR, is tried once; blocks
   * are not, because their mapping may be closed next.
   */
  void remove(LinuxFlow flow) {
    flows.remove(flow);
    sendQueue.remove(flow);
    suspect = suspect == flow ? null : suspect;
    if (flow.control() != null) {
      reply(flow.pair(), flow.control());
    }
  }

  /** The kernel accepts packets again. */
  void onWritable() {
    blocked = false;
    socket.notifyWritable(false);
    list();
  }

  /**
   * Sends for the flows in the queue, in their order, until all is sent or the kernel accepts no
   * more.
   */
  void flush() {
    listed = false;
    SendBatch batch = resources.outbound();
    while (!blocked && !sendQueue.isEmpty()) {
      batch.clear(bound.isWildcard());
      fill(batch);
      if (!batch.isEmpty()) {
        updateFlows(batch, batch.send(socket));
      }
    }
  }

  private void fill(SendBatch batch) {
    LinuxFlow flow = sendQueue.first();
    boolean hasRoom = true;
    while (flow != null && hasRoom) {
      LinuxFlow next = flow.nextInQueue;
      hasRoom = flow.fill(batch);
      dequeueIfIdle(flow);
      flow = next;
    }
  }

  private void dequeueIfIdle(LinuxFlow flow) {
    if (flow.isIdle()) {
      sendQueue.remove(flow);
    }
  }

  /**
   * Updates the flows with the result of a batch. What was not sent remains in its flow for the
   * next batch.
   */
  private void updateFlows(SendBatch batch, int result) {
    long now = System.nanoTime();
    for (int i = 0; i < result; i++) {
      LinuxFlow flow = batch.flow(i);
      flow.advance(batch.blockCount(i));
      if (flow.isIdle()) {
        sendQueue.remove(flow);
        flow.handler().onSent(now);
      }
    }
    if (result > 0) {
      suspect = null;
    } else if (result < 0) {
      onSendError(batch.flow(0), batch.blockCount(0), -result);
      dequeueIfIdle(batch.flow(0));
    }
  }

  private void onSendError(LinuxFlow flow, int blockCount, int errno) {
    switch (errno) {
      case Abi.EINTR -> {}
      case Abi.EAGAIN -> {
        blocked = true;
        socket.notifyWritable(true);
      }
      default -> {
        // What ICMP says about an earlier packet, to another peer, is told to the next call. The
        // same message fails again only by its own fault.
        boolean own = suspect == flow;
        suspect = own ? null : flow;
        if (own) {
          onRefused(flow, blockCount, errno);
        }
      }
    }
  }

  private static void onRefused(LinuxFlow flow, int blockCount, int errno) {
    switch (errno) {
      case Abi.EINVAL, Abi.EIO, Abi.EMSGSIZE, Abi.ENOPROTOOPT, Abi.EOPNOTSUPP, Abi.EFAULT -> {
        if (blockCount > 1) {
          flow.stopSegmenting();
        } else if (errno == Abi.EFAULT && blockCount > 0) {
          // A page that the storage cannot deliver; reading it would raise SIGBUS.
          flow.fail(
              new IOException(
                  "the storage cannot deliver a part of the file, or the file was cut"));
        } else {
          flow.advance(blockCount);
        }
      }
      // No route, EPERM of a firewall, an address removed from the machine: all of these may pass.
      // A packet that cannot be sent counts as lost.
      default -> flow.advance(blockCount);
    }
  }

  /** Closing twice is harmless: by then the descriptor may belong to another file. */
  void close() {
    if (!closed) {
      closed = true;
      socket.close();
    }
  }
}
