package org.pairboot.it.attack;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.it.lab.Command;
import org.pairboot.it.load.ForgedPackets;
import org.pairboot.it.load.ForgedPackets.Flow;
import org.pairboot.it.load.VictimWire;

/**
 * A cable between two networks: this process's own, with the attacker, the honest clients and the
 * wire of all victims, and that of the servers. Both end with this process.
 *
 * <p>All of 10.99.0.0/16 is at the attacker's end, but for the servers. Victims are addresses there
 * that nobody has: their packets are dropped without an ICMP message, as by a firewall.
 */
final class AttackNetwork implements AutoCloseable {
  private static final String CABLE = "cable";
  private static final String OTHER_END = "server";
  private static final byte[] ATTACKER = {2, 0, 0, 0, 0, 1};
  private static final byte[] SERVERS = {2, 0, 0, 0, 0, 2};
  private static final int NETWORK = 10 << 24 | 99 << 16;
  private static final int ATTACKER_HOST = 254;

  private final Process servers;
  private final ForgedPackets forged;
  private final VictimWire wire;

  private AttackNetwork(Process servers, ForgedPackets forged, VictimWire wire) {
    this.servers = servers;
    this.forged = forged;
    this.wire = wire;
  }

  /** Lays the cable; this process must have a network of its own. */
  static AttackNetwork create() throws IOException {
    requireOwnNetwork();
    // It reads from this process, which writes nothing: it ends when this process does.
    Process servers = new ProcessBuilder("unshare", "--net", "cat").start();
    Path own = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
    Path theirs = Path.of("/proc/" + servers.pid() + "/ns/net");
    await("the servers' network")
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> !Files.readSymbolicLink(theirs).equals(own));
    ip("link set lo up");
    ip(
        "link add %s address %s type veth peer name %s address %s"
            .formatted(CABLE, text(ATTACKER), OTHER_END, text(SERVERS)));
    ip("link set %s netns %d".formatted(OTHER_END, servers.pid()));
    ip("addr add %s/32 dev %s".formatted(address(host(ATTACKER_HOST)), CABLE));
    ip("link set %s up".formatted(CABLE));
    ip("route add %s/24 dev %s".formatted(address(NETWORK), CABLE));
    AttackNetwork network =
        new AttackNetwork(
            servers, new ForgedPackets(CABLE, ATTACKER, SERVERS), new VictimWire(CABLE));
    network.routeServers();
    return network;
  }

  private static void requireOwnNetwork() throws SocketException {
    List<String> others =
        NetworkInterface.networkInterfaces()
            .map(NetworkInterface::getName)
            .filter(name -> !name.equals("lo"))
            .toList();
    if (!others.isEmpty()) {
      throw new IllegalStateException(
          "the campaign needs a network of its own, which it/attack makes; this one has " + others);
    }
  }

  /** Without segments for the interface to cut, each packet on the wire is counted. */
  private void routeServers() {
    String gateway = address(host(ATTACKER_HOST));
    atServers("ip link set lo up");
    atServers("ip link set %s gso_max_segs 1 up".formatted(OTHER_END));
    atServers(
        "ip route add %s/16 via %s dev %s onlink".formatted(address(NETWORK), gateway, OTHER_END));
    atServers(neighbour(gateway, ATTACKER, OTHER_END));
    // Otherwise the kernel drops packets that claim to come from the server itself.
    atServers("sysctl -q net.ipv4.conf.all.accept_local=1 net.ipv4.conf.all.rp_filter=0");
    atServers("sysctl -q net.ipv4.conf.%s.rp_filter=0".formatted(OTHER_END));
  }

  /** Gives the servers' end an address; {@code number} is its last part. */
  int addServer(int number) {
    String address = address(host(number));
    atServers("ip addr replace %s/32 dev %s".formatted(address, OTHER_END));
    ip(neighbour(address, SERVERS, CABLE).substring("ip ".length()));
    return host(number);
  }

  private static String neighbour(String address, byte[] ethernet, String device) {
    return "ip neigh replace %s lladdr %s nud permanent dev %s"
        .formatted(address, text(ethernet), device);
  }

  private static void ip(String arguments) {
    Command.run(List.of(("ip " + arguments).split(" "))).succeeded();
  }

  private void atServers(String command) {
    List<String> line = new ArrayList<>(List.of(enteringServers()));
    line.addAll(List.of(command.split(" ")));
    Command.run(line).succeeded();
  }

  /** What starts a command in the servers' network. */
  String[] enteringServers() {
    return new String[] {"nsenter", "--target", String.valueOf(servers.pid()), "--net", "--"};
  }

  private static String text(byte[] ethernet) {
    StringBuilder text = new StringBuilder();
    for (byte each : ethernet) {
      text.append(text.isEmpty() ? "" : ":").append("%02x".formatted(each));
    }
    return text.toString();
  }

  private static int host(int number) {
    return NETWORK | number;
  }

  /** A victim, of 16,128 in 63 networks. */
  static int victim(int number) {
    return NETWORK | 64 << 8 | number;
  }

  /** The dotted form. */
  static String address(int address) {
    return "%d.%d.%d.%d"
        .formatted(address >>> 24, address >> 16 & 0xFF, address >> 8 & 0xFF, address & 0xFF);
  }

  void forge(Flow flow, byte[] payload) {
    forged.send(flow, payload);
  }

  ForgedPackets forged() {
    return forged;
  }

  VictimWire wire() {
    return wire;
  }

  @Override
  public void close() {
    forged.close();
    wire.close();
    servers.destroyForcibly();
    try {
      servers.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
