package org.pairboot.it.firmware.machine;

import java.util.List;

/** The one network of a laboratory: a bridge with the server's address, and a socket a guest. */
public final class Wire {
  /** The address of the server, in each laboratory the same. */
  public static final String SERVER = "10.69.0.1";

  static final String BRIDGE = "br0";

  private final Namespace namespace;
  private int taps;

  private Wire(Namespace namespace) {
    this.namespace = namespace;
  }

  static Wire lay(Namespace namespace) {
    Wire wire = new Wire(namespace);
    wire.ip("link set lo up");
    // A port of a bridge with spanning tree is deaf for its first 30 seconds, longer than firmware
    // waits.
    wire.ip("link add " + BRIDGE + " type bridge stp_state 0 forward_delay 0");
    wire.ip("address add " + SERVER + "/16 dev " + BRIDGE);
    wire.ip("link set " + BRIDGE + " up");
    return wire;
  }

  private void ip(String arguments) {
    namespace.run(("ip " + arguments).split(" "));
  }

  /** A new socket for a guest; returns the name of its interface. */
  synchronized String tap() {
    String name = "tap" + taps++;
    ip("tuntap add dev " + name + " mode tap");
    ip("link set " + name + " master " + BRIDGE + " up");
    return name;
  }

  /**
   * Connects another network, all processes of which may use any address of a part of this one.
   *
   * @param address its own, with the length of this network's prefix
   * @param addresses in CIDR notation
   */
  void connect(Namespace other, String address, String addresses) {
    namespace.connect("uplink", other, "eth0");
    ip("link set uplink master " + BRIDGE + " up");
    for (String arguments :
        List.of(
            "link set lo up",
            "link set eth0 up",
            // One route for a thousand addresses, for which the kernel then also answers ARP.
            "route add local " + addresses + " dev lo",
            "address add " + address + " dev eth0")) {
      other.run(("ip " + arguments).split(" "));
    }
  }

  /**
   * Loses so many packets of a hundred, each way and at random. On the bridge and not in the
   * server's own stack, where the sender of a lost packet would be told.
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
