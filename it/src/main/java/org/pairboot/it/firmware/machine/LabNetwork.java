package org.pairboot.it.firmware.machine;

import java.util.List;

/** The network of a laboratory: a bridge with the server's address, and a tap for each guest. */
public final class LabNetwork {
  /** The address of the server, the same in each laboratory. */
  public static final String SERVER = "10.69.0.1";

  static final String BRIDGE = "br0";

  private final Namespace namespace;
  private int taps;

  private LabNetwork(Namespace namespace) {
    this.namespace = namespace;
  }

  static LabNetwork create(Namespace namespace) {
    LabNetwork network = new LabNetwork(namespace);
    network.ip("link set lo up");
    // With spanning tree, a bridge port forwards nothing for its first 30 seconds; firmware does
    // not
    // wait that long.
    network.ip("link add " + BRIDGE + " type bridge stp_state 0 forward_delay 0");
    network.ip("address add " + SERVER + "/16 dev " + BRIDGE);
    network.ip("link set " + BRIDGE + " up");
    return network;
  }

  private void ip(String arguments) {
    namespace.run(("ip " + arguments).split(" "));
  }

  /** Adds a tap for a guest; returns the name of the interface. */
  synchronized String addTap() {
    String name = "tap" + taps++;
    ip("tuntap add dev " + name + " mode tap");
    ip("link set " + name + " master " + BRIDGE + " up");
    return name;
  }

  /**
   * Connects another namespace, whose processes may use any address of a part of this network.
   *
   * @param address the other namespace's own, with the prefix length of this network
   * @param addresses the part, in CIDR notation
   */
  void connect(Namespace other, String address, String addresses) {
    namespace.connect("uplink", other, "eth0");
    ip("link set uplink master " + BRIDGE + " up");
    for (String arguments :
        List.of(
            "link set lo up",
            "link set eth0 up",
            // One route makes a thousand addresses local; the kernel then also answers ARP for
            // them.
            "route add local " + addresses + " dev lo",
            "address add " + address + " dev eth0")) {
      other.run(("ip " + arguments).split(" "));
    }
  }

  /**
   * Drops this percentage of packets at random, in each direction. It does so on the bridge: in the
   * server's own stack, the sender would get an error for a dropped packet.
   */
  public void lose(int percent) {
    String drop = "ether type ip numgen random mod 100 < " + percent + " drop";
    for (String rule :
        List.of(
            "add table bridge loss",
            "add chain bridge loss in { type filter hook input priority 0; }",
            "add chain bridge loss out { type filter hook output priority 0; }",
            "add rule bridge loss in " + drop,
            "add rule bridge loss out " + drop)) {
      namespace.run("nft", rule);
    }
  }
}
