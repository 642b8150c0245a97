package org.pairboot.tftp.transport.nio;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.transport.BindFailure;
import org.pairboot.tftp.transport.PortPool;

/** Opens and binds the channels of one address for all event loops. */
final class ChannelOpener {
  /**
   * The bound channels of one address for one event loop.
   *
   * @param local where requests arrive
   * @param mtu of the interface, in bytes
   * @param pool the channels for transfers; empty if {@code requests} is used for them
   * @param size how many of them this loop may have
   * @param choices how many all loops may have together
   */
  record ChannelSet(
      InetSocketAddress local,
      int mtu,
      DatagramChannel requests,
      List<DatagramChannel> pool,
      int size,
      int choices) {

    void close() {
      closeQuietly(requests);
      pool.forEach(ChannelSet::closeQuietly);
    }

    static void closeQuietly(DatagramChannel channel) {
      try {
        channel.close();
      } catch (IOException e) {
        // Nothing was sent on it.
      }
    }
  }

  private static final int SOCKET_BUFFER = 1 << 20;

  private final PortPool.Numbers poolPorts;
  private final int loops;

  ChannelOpener(PortPool.Numbers poolPorts, int loops) {
    this.poolPorts = poolPorts;
    this.loops = loops;
  }

  /**
   * How many event loops can work side by side: the kernel has to distribute requests over sockets
   * of the same port, and each loop needs a port of the pool.
   */
  static int usableLoops(TftpSettings settings, int wanted) throws IOException {
    try (DatagramChannel probe = DatagramChannel.open()) {
      boolean spreads = probe.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
      return spreads ? PortPool.usableLoops(settings, wanted) : 1;
    }
  }

  /**
   * Opens one set of channels on {@code address} for each loop.
   *
   * @throws BindException if a port cannot be bound; names address and port
   */
  List<ChannelSet> open(InetAddress address, int mtu, int port) throws IOException {
    List<DatagramChannel> opened = new ArrayList<>();
    try {
      List<DatagramChannel> requests = openRequests(address, port, opened);
      InetSocketAddress local = (InetSocketAddress) requests.getFirst().getLocalAddress();
      List<List<DatagramChannel>> pools = openPools(address, opened);
      List<ChannelSet> sets = new ArrayList<>();
      for (int i = 0; i < loops; i++) {
        int size = poolPorts.share(i, loops);
        sets.add(
            new ChannelSet(local, mtu, requests.get(i), pools.get(i), size, poolPorts.total()));
      }
      return sets;
    } catch (IOException e) {
      opened.forEach(ChannelSet::closeQuietly);
      throw e;
    }
  }

  private List<DatagramChannel> openRequests(
      InetAddress address, int port, List<DatagramChannel> opened) throws IOException {
    List<DatagramChannel> requests = new ArrayList<>();
    // The first is bound exclusively, and shared afterwards: otherwise a second server could join
    // unnoticed and get half of the requests.
    requests.add(bind(address, port, BindFailure.LISTEN_KEY, false, opened));
    if (loops > 1) {
      requests.getFirst().setOption(StandardSocketOptions.SO_REUSEPORT, true);
      int real = ((InetSocketAddress) requests.getFirst().getLocalAddress()).getPort();
      while (requests.size() < loops) {
        requests.add(bind(address, real, BindFailure.LISTEN_KEY, true, opened));
      }
    }
    return requests;
  }

  private List<List<DatagramChannel>> openPools(InetAddress address, List<DatagramChannel> opened)
      throws IOException {
    List<List<DatagramChannel>> pools = new ArrayList<>();
    for (int i = 0; i < loops; i++) {
      pools.add(new ArrayList<>());
    }
    List<Integer> known = poolPorts.known();
    for (int i = 0; i < known.size(); i++) {
      pools.get(i % loops).add(bind(address, known.get(i), BindFailure.POOL_KEY, false, opened));
    }
    return pools;
  }

  /** Opens one more channel for transfers, on any free port. */
  static DatagramChannel openAnother(InetAddress address) throws IOException {
    List<DatagramChannel> opened = new ArrayList<>();
    try {
      return bind(address, 0, BindFailure.POOL_KEY, false, opened);
    } catch (IOException e) {
      opened.forEach(ChannelSet::closeQuietly);
      throw e;
    }
  }

  private static DatagramChannel bind(
      InetAddress address, int port, String key, boolean shared, List<DatagramChannel> opened)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open(family(address));
    opened.add(channel);
    channel.configureBlocking(false);
    trySet(channel, StandardSocketOptions.SO_RCVBUF);
    trySet(channel, StandardSocketOptions.SO_SNDBUF);
    if (shared) {
      channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    }
    InetSocketAddress wanted = new InetSocketAddress(address, port);
    try {
      return channel.bind(wanted);
    } catch (SocketException e) {
      throw isAssigned(address)
          ? BindFailure.of(wanted, key, e)
          : new BindFailure.NotLocalException(wanted, key, e);
    }
  }

  /** Whether any port of {@code address} can be bound: the JDK's exceptions carry no errno. */
  private static boolean isAssigned(InetAddress address) {
    try (DatagramChannel probe = DatagramChannel.open(family(address))) {
      probe.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static StandardProtocolFamily family(InetAddress address) {
    return address instanceof Inet6Address
        ? StandardProtocolFamily.INET6
        : StandardProtocolFamily.INET;
  }

  /** Large buffers absorb bursts; a system that grants less works too. */
  private static void trySet(DatagramChannel channel, SocketOption<Integer> option) {
    try {
      channel.setOption(option, SOCKET_BUFFER);
    } catch (IOException e) {
      return;
    }
  }
}
