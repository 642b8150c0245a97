package org.pairboot.tftp.transport.linux;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pairboot.artifacts.os.Abi;
import org.pairboot.tftp.packet.Opcode;
import org.pairboot.tftp.packet.PacketCodec;
import org.pairboot.tftp.transport.Flow;
import org.pairboot.tftp.transport.Link.PacketHandler;
import org.pairboot.tftp.transport.PortPool;

/** One bound socket and the flows on it. Serves all addresses of ours when bound to a wildcard. */
final class FlowSocket {
  /**
   * Where a socket is bound.
   *
   * @param canCut whether the kernel has {@code UDP_SEGMENT}
   */
  record BoundAddress(InetAddress address, int port, boolean canCut) {
    int family() {
      return AddressPair.familyOf(address);
    }

    boolean isWildcard() {
      return address.isAnyLocalAddress();
    }
  }

  /** What a {@link FlowSocket} needs of the kernel. Results are counts, or {@code -errno}. */
  interface NativeSocket {

    /** Takes up to {@code count} packets that have arrived, without waiting (recvmmsg). */
    int receive(long messages, int count);

    /**
     * Sends up to {@code count} messages without waiting, and returns how many went; an error is
     * that of the first one (sendmmsg).
     */
    int send(long messages, int count);

    /** Whether the link shall call when sending is possible again. */
    void wantWritable(boolean wanted);

    void close();
  }

  /** Addresses of ours that are remembered; only loopback has more that can be asked. */
  private static final int MAX_PORTS = 256;

  private final BoundAddress bound;
  private final NativeSocket socket;
  private final PortPool<FlowSocket> pool;
  private final LinuxLink.Resources resources;
  private final AddressPair arrival;

  /** Where packets arrive that do not say it. */
  private final AddressPair ours;

  private final FlowTable flows = new FlowTable();
  private final LinuxFlow.Queue waiting = new LinuxFlow.Queue();
  private final Map<LocalKey, LinuxPort> ports = new HashMap<>();
  private boolean blocked;
  private boolean closed;

  private record LocalKey(InetAddress address, int interfaceIndex) {}

  /**
   * @param pool where transfers asked for here run; null when this socket takes no requests
   */
  FlowSocket(
      BoundAddress bound,
      NativeSocket socket,
      PortPool<FlowSocket> pool,
      LinuxLink.Resources resources) {
    this.bound = bound;
    this.socket = socket;
    this.pool = pool;
    this.resources = resources;
    this.arrival = new AddressPair(bound.family());
    this.ours = new AddressPair(bound.family());
    this.ours.setLocal(bound.address());
  }

  boolean takesRequests() {
    return pool != null;
  }

  boolean carriesTransfers() {
    return pool == null || pool.isShared();
  }

  /** Takes what has arrived. */
  void receive(PacketHandler handler) {
    ReceiveBatch batch = resources.inbound();
    // An error is about a packet that was sent before, and is gone by being told.
    int count = batch.receive(socket);
    for (int i = 0; i < count; i++) {
      arrival.setLocal(ours);
      batch.readAddresses(i, arrival);
      deliver(batch.packet(i), handler);
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

  /** Sends one packet at once; lost when that cannot be. */
  void reply(AddressPair pair, ByteBuffer packet) {
    if (closed) {
      return;
    }
    SendBatch batch = resources.outbound();
    batch.clear(bound.isWildcard());
    batch.addPacket(null, pair, packet);
    batch.send(socket);
  }

  /** Opens a flow for a request that came here, on this socket or on one of the pool. */
  LinuxFlow open(
      InetSocketAddress peer,
      AddressPair pair,
      Flow.Source source,
      Flow.Handler handler,
      Optional<Flow> superseded) {
    FlowSocket chosen = pool.isShared() ? this : pool.choose(peer, socketOf(superseded));
    LinuxFlow former = chosen.flows.find(pair);
    if (former != null) {
      former.close();
    }
    LinuxFlow flow =
        new LinuxFlow(chosen, pair, source, handler, resources.readAhead(), chosen.bound.canCut());
    chosen.flows.add(flow);
    return flow;
  }

  private static FlowSocket socketOf(Optional<Flow> flow) {
    return flow.map(f -> ((LinuxFlow) f).socket()).orElse(null);
  }

  /** {@code flow} has something to send, which goes with the next {@link #flush}. */
  void enqueue(LinuxFlow flow) {
    waiting.add(flow);
  }

  /**
   * Forgets {@code flow}. A control packet that waits, such as its last ERROR, gets one chance;
   * blocks do not, since their mapping may vanish next.
   */
  void remove(LinuxFlow flow) {
    flows.remove(flow);
    waiting.remove(flow);
    if (flow.control() != null) {
      reply(flow.pair(), flow.control());
    }
  }

  /** The kernel has room again. */
  void onWritable() {
    blocked = false;
    socket.wantWritable(false);
  }

  /** Sends what waits, in the order it came, until all is sent or the kernel has no more room. */
  void flush() {
    SendBatch batch = resources.outbound();
    while (!blocked && !waiting.isEmpty()) {
      batch.clear(bound.isWildcard());
      fill(batch);
      if (!batch.isEmpty()) {
        settle(batch, batch.send(socket));
      }
    }
  }

  private void fill(SendBatch batch) {
    LinuxFlow flow = waiting.first();
    boolean hasRoom = true;
    while (flow != null && hasRoom) {
      LinuxFlow next = flow.nextInQueue;
      hasRoom = flow.fill(batch);
      dismissIfIdle(flow);
      flow = next;
    }
  }

  private void dismissIfIdle(LinuxFlow flow) {
    if (flow.isIdle()) {
      waiting.remove(flow);
    }
  }

  /**
   * Takes notice of what has become of a batch. What is not sent yet still waits in its flow, and
   * gets into the next batch.
   */
  private void settle(SendBatch batch, int result) {
    long now = System.nanoTime();
    for (int i = 0; i < result; i++) {
      LinuxFlow flow = batch.flow(i);
      flow.advance(batch.blockCount(i));
      if (flow.isIdle()) {
        waiting.remove(flow);
        flow.handler().onSent(now);
      }
    }
    if (result < 0) {
      onRefusal(batch.flow(0), batch.blockCount(0), -result);
      dismissIfIdle(batch.flow(0));
    }
  }

  private void onRefusal(LinuxFlow flow, int blockCount, int errno) {
    switch (errno) {
      case Abi.EINTR -> {}
      case Abi.EAGAIN -> {
        blocked = true;
        socket.wantWritable(true);
      }
      case Abi.EINVAL, Abi.EIO, Abi.EMSGSIZE, Abi.ENOPROTOOPT, Abi.EOPNOTSUPP, Abi.EFAULT -> {
        if (blockCount > 1) {
          flow.stopCutting();
        } else if (errno == Abi.EFAULT && blockCount > 0) {
          // What a process would get SIGBUS for: a page that the storage cannot deliver.
          flow.fail(new IOException("the storage cannot deliver a page of the file"));
        } else {
          flow.advance(blockCount);
        }
      }
      // No route, a firewall's EPERM, an address that has left us: all of them may pass. A packet
      // that cannot be sent is a lost packet.
      default -> flow.advance(blockCount);
    }
  }

  /** Closing twice is harmless: by then the number may be that of another file. */
  void close() {
    if (!closed) {
      closed = true;
      socket.close();
    }
  }
}
