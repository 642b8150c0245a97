package org.pairboot.appliance.doctor.network;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pairboot.appliance.host.ContainerNetwork;
import org.pairboot.appliance.host.NetworkCard;
import org.pairboot.appliance.host.Nftables;
import org.pairboot.appliance.host.Processes;
import org.pairboot.appliance.host.SocketTable;

/**
 * The host that is checked, as its kernel describes it.
 *
 * @param cards those that are up
 * @param bridged whether this is a container behind a bridge
 * @param firewall queries its rules, as JSON
 */
public record LocalHost(
    List<NetworkCard> cards,
    SocketTable sockets,
    Processes processes,
    boolean bridged,
    Supplier<Optional<String>> firewall,
    InstantSource clock) {

  /**
   * The host on which this process runs.
   *
   * @throws IOException when the kernel does not list the network cards
   */
  public static LocalHost current() throws IOException {
    Path proc = Path.of("/proc");
    return new LocalHost(
        NetworkCard.ofThisMachine(),
        new SocketTable(proc),
        new Processes(proc),
        new ContainerNetwork(Path.of("/")).isOwn(),
        Nftables::ruleset,
        InstantSource.system());
  }

  /** The addresses at which machines may reach a host with {@code cards}. */
  static List<InetAddress> reachable(List<NetworkCard> cards) {
    return cards.stream()
        .filter(card -> !card.loopback())
        .flatMap(card -> card.addresses().stream())
        .filter(address -> !address.isLinkLocalAddress() && !address.isLoopbackAddress())
        .toList();
  }
}
