package org.pairboot.tftp.transport.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.pairboot.tftp.packet.PacketCodec;
import org.pairboot.tftp.transport.PortPool;
import org.pairboot.tftp.transport.Transport.Link;
import org.pairboot.tftp.transport.Transport.Link.PacketHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One selector and the ports that are registered with it. */
final class NioLink implements Link {
  private static final Logger LOG = LoggerFactory.getLogger(NioLink.class);
  private static final int MAX_BLKSIZE = 65464;

  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Map<InetAddress, Ports> portsByAddress = new HashMap<>();

  /** One byte more than a request may have, to detect longer ones. */
  private final ByteBuffer inbound = ByteBuffer.allocateDirect(PacketCodec.MAX_REQUEST + 1);

  private final ByteBuffer outbound = ByteBuffer.allocateDirect(PacketCodec.HEADER + MAX_BLKSIZE);

  // Created once: a lambda at the call would be a new object for each poll.
  private final Consumer<SelectionKey> onReady = this::onReady;
  private PacketHandler handler;
  private boolean listening = true;

  private record Ports(NioPort requests, PortPool<NioPort> pool) {
    void close() {
      requests.close();
      pool.ports().forEach(NioPort::close);
    }
  }

  NioLink() throws IOException {
    this.selector = Selector.open();
  }

  /** Runs {@code task} on the loop of this link. For any thread. */
  void submit(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Registers {@code channels}, which this link then owns. */
  void add(ChannelOpener.ChannelSet channels) {
    try {
      List<NioPort> pooled = new ArrayList<>();
      for (DatagramChannel channel : channels.pool()) {
        pooled.add(register(channel, channels, null));
      }
      PortPool<NioPort> pool =
          new PortPool<>(
              pooled, channels.size(), channels.choices(), () -> registerAnother(channels));
      NioPort requests = register(channels.requests(), channels, pool);
      portsByAddress.put(channels.local().getAddress(), new Ports(requests, pool));
    } catch (IOException e) {
      channels.close();
      LOG.error("Cannot serve TFTP on {}", channels.local(), e);
      return;
    }
    if (!listening) {
      stopListening();
    }
  }

  private Optional<NioPort> registerAnother(ChannelOpener.ChannelSet set) {
    try {
      DatagramChannel channel = ChannelOpener.openAnother(set.local().getAddress());
      try {
        return Optional.of(register(channel, set, null));
      } catch (IOException e) {
        ChannelOpener.ChannelSet.closeQuietly(channel);
        throw e;
      }
    } catch (IOException e) {
      LOG.warn(
          "TFTP: cannot open more ports for transfers, so windows are smaller for a minute: {}",
          e.getMessage());
      return Optional.empty();
    }
  }

  private NioPort register(
      DatagramChannel channel, ChannelOpener.ChannelSet set, PortPool<NioPort> pool)
      throws IOException {
    SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
    NioPort port =
        new NioPort(set.local(), set.mtu(), new SelectedChannel(channel, key), pool, outbound);
    key.attach(port);
    return port;
  }

  /** Closes the ports of an address that this machine no longer has. */
  void remove(InetAddress address) {
    Ports ports = portsByAddress.remove(address);
    if (ports != null) {
      ports.close();
    }
  }

  void setMtu(InetAddress address, int mtu) {
    Ports ports = portsByAddress.get(address);
    if (ports != null) {
      ports.requests().setMtu(mtu);
    }
  }

  @Override
  public void poll(long timeoutNanos, PacketHandler packets) {
    handler = packets;
    try {
      if (timeoutNanos > 0) {
        // Rounded up: waking too early would only poll once more.
        selector.select(onReady, TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + 1);
      } else {
        selector.selectNow(onReady);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("select failed", e);
    }
    runTasks();
  }

  private void onReady(SelectionKey key) {
    NioPort port = (NioPort) key.attachment();
    try {
      if (key.isWritable()) {
        port.sendWaiting();
      }
      if (key.isReadable()) {
        port.receive(inbound, handler);
      }
    } catch (CancelledKeyException e) {
      // A packet that the port received has closed it.
      return;
    }
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  @Override
  public void wakeUp() {
    selector.wakeup();
  }

  @Override
  public void stopListening() {
    listening = false;
    portsByAddress.values().stream()
        .filter(ports -> !ports.pool().isShared())
        .forEach(ports -> ports.requests().close());
  }

  @Override
  public void close() {
    // Tasks may contain channels that would otherwise stay open.
    runTasks();
    portsByAddress.values().forEach(Ports::close);
    try {
      selector.close();
    } catch (IOException e) {
      // The channels are closed, which is all that matters.
      return;
    }
  }

  /** A channel that is registered with the selector of its link. */
  record SelectedChannel(DatagramChannel channel, SelectionKey key)
      implements NioPort.PacketChannel {
    @Override
    public SocketAddress receive(ByteBuffer target) throws IOException {
      return channel.receive(target);
    }

    @Override
    public int send(ByteBuffer packet, InetSocketAddress peer) throws IOException {
      return channel.send(packet, peer);
    }

    @Override
    public void notifyWritable(boolean wanted) {
      if (key.isValid()) {
        key.interestOps(SelectionKey.OP_READ | (wanted ? SelectionKey.OP_WRITE : 0));
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        // Datagrams are sent at once or never: a failing close loses nothing.
      }
    }
  }
}
