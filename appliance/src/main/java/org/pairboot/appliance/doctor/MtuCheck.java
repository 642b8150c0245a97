package org.pairboot.appliance.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.pairboot.appliance.host.NetworkCard;
import org.pairboot.conf.ClientPolicies.SubnetPolicy;
import org.pairboot.conf.TftpSettings;
import org.pairboot.conf.TftpSettings.ClientPolicy;

/**
 * Whether TFTP's blocks fit into the packets of each network card: much firmware cannot put
 * fragments together.
 */
record MtuCheck(TftpSettings tftp, List<NetworkCard> cards) implements Check {
  /** Of IPv4 (20), UDP (8) and TFTP (4). */
  private static final int HEADERS = 32;

  private static final int ETHERNET = 1500;

  @Override
  public String topic() {
    return "packet sizes";
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    for (NetworkCard card : cards) {
      if (!card.loopback() && !AddressesCheck.candidates(List.of(card)).isEmpty()) {
        findings.add(size(card));
        findings.addAll(fragmented(card));
      }
    }
    return findings;
  }

  private static Finding size(NetworkCard card) {
    int block = card.mtu() - HEADERS;
    String what = "MTU " + card.mtu() + ": blocks of up to " + block + " bytes fit into one packet";
    if (card.mtu() < ETHERNET) {
      return Finding.note(
          card.name(),
          what + ", less than the 1468 that firmware asks for",
          "right where all of its network is so; for narrower networks behind a router set"
              + " max-blksize in tftp.subnets");
    }
    return card.mtu() > ETHERNET
        ? Finding.note(
            card.name(),
            what + ", which clients can ask for; a switch or card that takes 1500 drops them",
            "set tftp.max-blksize = 1468 unless all of the network takes large packets")
        : Finding.ok(card.name(), what);
  }

  private List<Finding> fragmented(NetworkCard card) {
    return Stream.concat(
            Stream.of(new Named("tftp", tftp.clients().general())),
            tftp.clients().subnets().stream().map(MtuCheck::named))
        .filter(each -> !each.policy().mtuClamp())
        .filter(each -> each.policy().maxBlksize() > card.mtu() - HEADERS)
        .map(each ->
            Finding.warning(
                card.name(),
                "%s has mtu-clamp = false, so that blocks of up to %d bytes leave in fragments here"
                    .formatted(each.name(), each.policy().maxBlksize()),
                "leave mtu-clamp on, or set max-blksize = " + (card.mtu() - HEADERS)))
        .toList();
  }

  /** A policy, and which one it is. */
  private record Named(String name, ClientPolicy policy) {}

  private static Named named(SubnetPolicy<ClientPolicy> subnet) {
    return new Named("tftp.subnets, " + subnet.net(), subnet.policy());
  }
}
