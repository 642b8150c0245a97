package org.pairboot.tftp.transport.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.conf.TftpSettings;
import org.pairboot.conf.TftpSettings.PortMode;
import org.pairboot.tftp.transport.PortPool;
import org.pairboot.tftp.transport.Transport;
import org.pairboot.tftp.transport.Transport.Link;
import org.pairboot.tftp.transport.linux.SocketOpener.NoSuchFamilyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fast transport; {@link Availability} checks whether it works here.
 *
 * <p>A wildcard address gets an IPv4 socket and an IPv6-only socket, not one for both families: so
 * each socket has addresses of one family, and a machine without IPv6 works too.
 */
public final class LinuxTransport implements Transport {
  private static final Logger LOG = LoggerFactory.getLogger(LinuxTransport.class);
  private static final InetAddress ALL_IPV4 = InetAddress.ofLiteral("0.0.0.0");
  private static final InetAddress ALL_IPV6 = InetAddress.ofLiteral("::");

  /** IPv4 and IPv6 have sockets of their own. */
  private static final int FAMILIES = 2;

  /**
   * Attempts to find a port that is free for both families. A clash is rare, so many in a row mean
   * that something else is wrong.
   */
  private static final int PORT_ATTEMPTS = 20;

  private final List<LinuxLink> links = new ArrayList<>();
  private InetSocketAddress address;

  private LinuxTransport() {}

  /**
   * Binds the addresses of {@code settings}.
   *
   * @param wantedLoops event loops to serve; fewer if the pool has fewer ports
   * @throws BindException if an address cannot be bound; names address and port
   */
  public static LinuxTransport open(TftpSettings settings, int wantedLoops) throws IOException {
    int loops = PortPool.usableLoops(settings, wantedLoops);
    ReadAhead readAhead = ReadAhead.ofSystem();
    boolean together = settings.portMode() == PortMode.SINGLE;
    SharedClosing closing = new SharedClosing(together, loops, readAhead);
    LinuxTransport transport = new LinuxTransport();
    PortPool.Numbers poolPorts = PortPool.Numbers.of(settings, loops, FAMILIES);
    poolPorts.shortage().ifPresent(why -> LOG.warn("TFTP: {}", why));
    try (SocketOpener opener = new SocketOpener(poolPorts, loops)) {
      for (int i = 0; i < loops; i++) {
        transport.links.add(new LinuxLink(poolPorts, Arena.ofAuto(), readAhead, closing));
      }
      transport.listen(settings.listen(), opener);
      return transport;
    } catch (IOException | RuntimeException e) {
      // The opener has closed the sockets.
      transport.links.forEach(LinuxLink::abandon);
      readAhead.close();
      throw e;
    }
  }

  private void listen(InetSocketAddress wanted, SocketOpener opener) throws IOException {
    List<List<SocketOpener.OpenSockets>> all =
        wanted.getAddress().isAnyLocalAddress()
            ? openAll(wanted.getPort(), opener)
            : List.of(opener.open(wanted.getAddress(), wanted.getPort()));
    for (List<SocketOpener.OpenSockets> family : all) {
      for (int i = 0; i < links.size(); i++) {
        links.get(i).add(family.get(i));
      }
    }
    opener.handOver();
    address = new InetSocketAddress(wanted.getAddress(), portOf(all));
  }

  private static int portOf(List<List<SocketOpener.OpenSockets>> all) {
    return all.getFirst().getFirst().requests().bound().port();
  }

  private static List<List<SocketOpener.OpenSockets>> openAll(int wanted, SocketOpener opener)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      List<List<SocketOpener.OpenSockets>> all = new ArrayList<>();
      try {
        for (InetAddress each : List.of(ALL_IPV4, ALL_IPV6)) {
          openIfFamilyExists(each, all.isEmpty() ? wanted : portOf(all), opener, all);
        }
      } catch (BindException e) {
        opener.discard();
        // Any free port will do, but it has to be free for both families.
        if (wanted != 0 || attempt == PORT_ATTEMPTS) {
          throw e;
        }
        continue;
      }
      if (all.isEmpty()) {
        throw new NoRouteToHostException(
            "cannot serve TFTP: this system has neither IPv4 nor IPv6");
      }
      return all;
    }
  }

  private static void openIfFamilyExists(
      InetAddress address, int port, SocketOpener opener, List<List<SocketOpener.OpenSockets>> all)
      throws IOException {
    try {
      all.add(opener.open(address, port));
    } catch (NoSuchFamilyException e) {
      // Then no client can use it either.
      return;
    }
  }

  @Override
  public String name() {
    return "linux";
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public List<? extends Link> links() {
    return List.copyOf(links);
  }

  /** The links own all resources. */
  @Override
  public void close() {}

  /**
   * Closes what all links of a transport share when the last of them closes.
   *
   * <p>That may include their sockets. In port mode "single" the kernel distributes packets over
   * the sockets of a port by a hash of both addresses and the number of sockets. So when a loop
   * ends before the others, its sockets have to stay open, or the packets of running transfers
   * would reach the wrong loop.
   *
   * <p>Thread-safe.
   */
  static final class SharedClosing {
    private final boolean together;
    private final ReadAhead readAhead;
    private final List<FlowSocket> kept = new ArrayList<>();
    private int openLinks;

    /**
     * @param together whether sockets stay open until all links are closed
     */
    SharedClosing(boolean together, int links, ReadAhead readAhead) {
      this.together = together;
      this.readAhead = readAhead;
      this.openLinks = links;
    }

    /** A link no longer needs {@code sockets}. */
    synchronized void close(List<FlowSocket> sockets) {
      kept.addAll(sockets);
      openLinks--;
      if (!together || openLinks == 0) {
        kept.forEach(FlowSocket::close);
        kept.clear();
      }
      if (openLinks == 0) {
        readAhead.close();
      }
    }
  }
}
