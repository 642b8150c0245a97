package org.pairboot.appliance.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A network interface that is up.
 *
 * @param mtu in bytes
 * @param addresses IPv4 and IPv6
 */
public record NetworkCard(String name, int mtu, boolean loopback, List<InetAddress> addresses) {

  public NetworkCard {
    addresses = List.copyOf(addresses);
  }

  /** The cards in the network namespace of this process. */
  public static List<NetworkCard> ofThisMachine() throws IOException {
    List<NetworkCard> cards = new ArrayList<>();
    for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (card.isUp()) {
        cards.add(
            new NetworkCard(
                card.getName(),
                card.getMTU(),
                card.isLoopback(),
                Collections.list(card.getInetAddresses())));
      }
    }
    return List.copyOf(cards);
  }
}
