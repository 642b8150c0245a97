package org.pairboot.tftp.transport;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * The ports that transfers answer from on one address.
 *
 * <p>Transfers of one peer take the ports in turn, so that a late packet of its last transfer does
 * not meet the next one: lpxelinux, for one, asks for file after file from the same port.
 *
 * <p>Belongs to one link and its thread.
 */
public final class PortPool<P> {
  /** A peer's turn is remembered by its hash; peers that share one merely take turns together. */
  private static final int SLOTS = 1024;

  private final List<P> ports;
  private final int[] turns = new int[SLOTS];

  /** Empty {@code ports} stand for port mode "single": transfers run where requests arrive. */
  public PortPool(List<P> ports) {
    this.ports = List.copyOf(ports);
  }

  /** Whether transfers run on the port that takes the requests. */
  public boolean isShared() {
    return ports.isEmpty();
  }

  /** The port for the next transfer of {@code peer}; not {@code avoided} if there is another. */
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
