package org.pairboot.appliance.doctor.network;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.pairboot.appliance.doctor.report.Check;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.appliance.host.NetworkCard;
import org.pairboot.conf.ClientPolicies.SubnetPolicy;
import org.pairboot.conf.TftpSettings;
import org.pairboot.conf.TftpSettings.ClientPolicy;

/**
 * Whether TFTP's blocks fit into the packets of each network card. Much firmware cannot reassemble
 * fragments.
 */
final class MtuCheck implements Check {
  /** IPv4 (20), UDP (8) and TFTP (4). */
  private static final int HEADERS = 32;

  private static final int ETHERNET = 1500;

  private final TftpSettings tftp;
  private final List<NetworkCard> cards;

  MtuCheck(TftpSettings tftp, List<NetworkCard> cards) {
    this.tftp = tftp;
    this.cards = cards;
  }

  @Override
  public String topic() {
    return "packet sizes";
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    for (NetworkCard card : cards) {
      if (!card.loopback() && !LocalHost.reachable(List.of(card)).isEmpty()) {
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
          what + ", less than the 1468 that firmware requests",
          "right if the whole network has this MTU; for narrower networks behind a router, set"
              + " max-blksize in tftp.subnets");
    }
    return card.mtu() > ETHERNET
        ? Finding.note(
            card.name(),
            what + ", which clients can request; a switch or card with MTU 1500 drops them",
            "set tftp.max-blksize = 1468 unless the whole network carries large packets")
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
                "%s has mtu-clamp = false, so blocks of up to %d bytes are sent in fragments here"
                    .formatted(each.name(), each.policy().maxBlksize()),
                "leave mtu-clamp on, or set max-blksize = " + (card.mtu() - HEADERS)))
        .toList();
  }

  /** A policy, with the settings that it comes from. */
  private record Named(String name, ClientPolicy policy) {}

  private static Named named(SubnetPolicy<ClientPolicy> subnet) {
    return new Named("tftp.subnets, " + subnet.net(), subnet.policy());
  }
}
