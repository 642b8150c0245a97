package org.pairboot.tftp.transport.nio;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pairboot.conf.TftpSettings;
import org.pairboot.tftp.transport.BindFailure;
import org.pairboot.tftp.transport.PortPool;
import org.pairboot.tftp.transport.Transport;
import org.pairboot.tftp.transport.Transport.Link;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transport for all platforms. */
public final class NioTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(NioTransport.class);
  private static final Duration SCAN_INTERVAL = Duration.ofSeconds(5);

  /**
   * Attempts to find a port that is free on all addresses. A clash is rare, so many in a row mean
   * that something else is wrong.
   */
  private static final int PORT_ATTEMPTS = 20;

  private final List<NioLink> links;
  private final ChannelOpener opener;
  private final Map<InetAddress, Integer> served = new HashMap<>();
  private InetSocketAddress address;
  private AddressWatch watch;

  private NioTransport(List<NioLink> links, ChannelOpener opener) {
    this.links = links;
    this.opener = opener;
  }

  /**
   * Binds the addresses of {@code settings}.
   *
   * @param wantedLoops event loops to serve; fewer if the platform cannot distribute requests
   * @throws BindException if an address cannot be bound; names address and port
   */
  public static NioTransport open(TftpSettings settings, int wantedLoops) throws IOException {
    return open(settings, wantedLoops, LocalAddresses.SYSTEM, SCAN_INTERVAL);
  }

  /** The same with another source of addresses for a wildcard. */
  public static NioTransport open(
      TftpSettings settings, int wantedLoops, LocalAddresses addresses, Duration scanInterval)
      throws IOException {
    int loops = ChannelOpener.usableLoops(settings, wantedLoops);
    List<NioLink> links = new ArrayList<>();
    PortPool.Numbers poolPorts =
        PortPool.Numbers.of(settings, loops, addresses.mtuByAddress().size());
    poolPorts.shortage().ifPresent(why -> LOG.warn("TFTP: {}", why));
    NioTransport transport = new NioTransport(links, new ChannelOpener(poolPorts, loops));
    try {
      for (int i = 0; i < loops; i++) {
        links.add(new NioLink());
      }
      if (settings.listen().getAddress().isAnyLocalAddress()) {
        transport.listenOnAll(settings.listen(), addresses);
        transport.watch(addresses, scanInterval);
      } else {
        transport.listenOnOne(settings.listen(), addresses);
      }
      return transport;
    } catch (IOException | RuntimeException e) {
      links.forEach(NioLink::close);
      throw e;
    }
  }

  private void listenOnOne(InetSocketAddress listen, LocalAddresses addresses) throws IOException {
    int mtu = addresses.mtuByAddress().getOrDefault(listen.getAddress(), 0);
    List<ChannelOpener.ChannelSet> sets = opener.open(listen.getAddress(), mtu, listen.getPort());
    handOver(sets);
    address = sets.getFirst().local();
  }

  private void listenOnAll(InetSocketAddress listen, LocalAddresses addresses) throws IOException {
    Map<InetAddress, Integer> present = addresses.mtuByAddress();
    List<List<ChannelOpener.ChannelSet>> all = openAll(listen, present);
    if (all.isEmpty()) {
      throw new NoRouteToHostException("cannot serve TFTP: no network interface has an address");
    }
    all.forEach(this::handOver);
    address = new InetSocketAddress(listen.getAddress(), portOf(all));
  }

  private static int portOf(List<List<ChannelOpener.ChannelSet>> all) {
    return all.getFirst().getFirst().local().getPort();
  }

  private List<List<ChannelOpener.ChannelSet>> openAll(
      InetSocketAddress listen, Map<InetAddress, Integer> present) throws IOException {
    for (int attempt = 1; ; attempt++) {
      List<List<ChannelOpener.ChannelSet>> all = new ArrayList<>();
      try {
        for (Map.Entry<InetAddress, Integer> each : present.entrySet()) {
          int port = all.isEmpty() ? listen.getPort() : portOf(all);
          openIfPresent(each.getKey(), each.getValue(), port, all);
        }
        return all;
      } catch (IOException e) {
        all.forEach(sets -> sets.forEach(ChannelOpener.ChannelSet::close));
        served.clear();
        // Any free port will do, but it has to be free on all addresses.
        if (listen.getPort() != 0 || attempt == PORT_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void openIfPresent(
      InetAddress each, int mtu, int port, List<List<ChannelOpener.ChannelSet>> all)
      throws IOException {
    try {
      all.add(opener.open(each, mtu, port));
      served.put(each, mtu);
    } catch (BindFailure.NotLocalException e) {
      // Still being checked for duplicates; the watch will open it.
      return;
    }
  }

  private void watch(LocalAddresses addresses, Duration interval) {
    watch = new AddressWatch(addresses, interval, new LinkedHashMap<>(served), new PortUpdates());
    watch.start();
  }

  private void handOver(List<ChannelOpener.ChannelSet> sets) {
    for (int i = 0; i < links.size(); i++) {
      NioLink link = links.get(i);
      ChannelOpener.ChannelSet set = sets.get(i);
      link.submit(() -> link.add(set));
    }
  }

  private final class PortUpdates implements AddressWatch.Changes {
    @Override
    public void appeared(InetAddress each, int mtu) throws IOException {
      handOver(opener.open(each, mtu, address.getPort()));
    }

    @Override
    public void vanished(InetAddress each) {
      links.forEach(link -> link.submit(() -> link.remove(each)));
    }

    @Override
    public void mtuChanged(InetAddress each, int mtu) {
      links.forEach(link -> link.submit(() -> link.setMtu(each, mtu)));
    }
  }

  @Override
  public String name() {
    return "nio";
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public List<? extends Link> links() {
    return List.copyOf(links);
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }

  /** Looks up the addresses of this machine and their MTUs. */
  @FunctionalInterface
  public interface LocalAddresses {

    /** The addresses of the network interfaces. */
    LocalAddresses SYSTEM = LocalAddresses::ofInterfaces;

    /** All addresses of interfaces that are up, each with its interface's MTU in bytes. */
    Map<InetAddress, Integer> mtuByAddress() throws IOException;

    private static Map<InetAddress, Integer> ofInterfaces() throws IOException {
      Map<InetAddress, Integer> found = new LinkedHashMap<>();
      for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
        try {
          if (each.isUp()) {
            int mtu = each.getMTU();
            each.inetAddresses().forEach(address -> found.put(address, mtu));
          }
        } catch (SocketException e) {
          // The interface vanished after it was listed.
        }
      }
      return found;
    }
  }
}
