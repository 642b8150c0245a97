package org.pairboot.tftp.transport;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.pairboot.conf.TftpSettings;
import org.pairboot.conf.TftpSettings.PortMode;
import org.pairboot.conf.TftpSettings.PortRange;

/**
 * The ports that transfers answer from on one address.
 *
 * <p>Consecutive transfers of one peer use different ports, so that a late packet of its last
 * transfer does not reach the next one: lpxelinux, for one, requests file after file from the same
 * port.
 *
 * <p>Belongs to one link and its thread.
 */
public final class PortPool<P> {
  /** Ports of the pool on each address where the settings name none. */
  private static final int DEFAULT_SIZE = 4;

  /** The turn of a peer is kept under its hash; peers that share a slot merely share turns. */
  private static final int SLOTS = 1024;

  private final List<P> ports;
  private final int[] turns = new int[SLOTS];

  /**
   * @param ports empty in port mode "single", where transfers run on the port of the requests
   */
  public PortPool(List<P> ports) {
    this.ports = List.copyOf(ports);
  }

  /**
   * The port numbers of the pool for {@code loops} event loops, which take them in turn; 0 means
   * any free port.
   */
  public static List<Integer> numbers(TftpSettings settings, int loops) {
    return settings
        .poolPorts()
        .map(range -> IntStream.rangeClosed(range.first(), range.last()).boxed().toList())
        .orElse(Collections.nCopies(Math.max(DEFAULT_SIZE, 2 * loops), 0));
  }

  /** How many event loops can work side by side: each needs a port of the pool. */
  public static int usableLoops(TftpSettings settings, int wanted) {
    if (settings.portMode() == PortMode.SINGLE || settings.poolPorts().isEmpty()) {
      return wanted;
    }
    PortRange range = settings.poolPorts().get();
    return Math.min(wanted, range.last() - range.first() + 1);
  }

  /** Whether transfers run on the port that receives the requests. */
  public boolean isShared() {
    return ports.isEmpty();
  }

  /** The port for the next transfer of {@code peer}; not {@code avoided} if there is another. */
  @SuppressWarnings("ReferenceEquality") // the same socket
  public P choose(InetSocketAddress peer, P avoided) {
    P port = next(peer);
    return port == avoided ? next(peer) : port;
  }

  private P next(InetSocketAddress peer) {
    int hash = peer.hashCode() * 0x9E3779B9;
    int turn = turns[hash >>> 22]++;
    return ports.get(Math.floorMod(turn + hash, ports.size()));
  }

  /** All ports, in their order. */
  public List<P> ports() {
    return ports;
  }
}
