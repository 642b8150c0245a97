package org.pairboot.appliance.doctor;

import java.io.IOException;
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
 * The machine that is looked at, as its kernel tells of it.
 *
 * @param cards those that are up
 * @param bridged whether this is a container behind a bridge
 * @param firewall asks for its rules, as JSON
 */
public record Machine(
    List<NetworkCard> cards,
    SocketTable sockets,
    Processes processes,
    boolean bridged,
    Supplier<Optional<String>> firewall,
    InstantSource clock) {

  /**
   * The one that this process runs on.
   *
   * @throws IOException when it does not say
   */
  public static Machine current() throws IOException {
    Path proc = Path.of("/proc");
    return new Machine(
        NetworkCard.ofThisMachine(),
        new SocketTable(proc),
        new Processes(proc),
        new ContainerNetwork(Path.of("/")).isOwn(),
        Nftables::ruleset,
        InstantSource.system());
  }
}
