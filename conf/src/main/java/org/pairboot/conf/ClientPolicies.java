package org.pairboot.conf;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;

/**
 * What each TFTP client may do.
 *
 * @param general for clients of no subnet that is named
 * @param subnets the most specific first
 */
public record ClientPolicies(ClientPolicy general, List<SubnetPolicy> subnets) {

  /** What the clients of one network may do. */
  public record SubnetPolicy(Network net, ClientPolicy policy) {}

  private static final List<String> KEYS =
      List.of("net", "access", "max-blksize", "max-windowsize", "mtu-clamp", "rollover");

  public ClientPolicies {
    Comparator<SubnetPolicy> bySize = Comparator.comparingInt(each -> each.net().prefixLength());
    subnets = subnets.stream().sorted(bySize.reversed()).toList();
  }

  /** The policy of the most specific network that has {@code client}. */
  public ClientPolicy of(InetAddress client) {
    for (SubnetPolicy subnet : subnets) {
      if (subnet.net().contains(client)) {
        return subnet.policy();
      }
    }
    return general;
  }

  static ClientPolicies read(SettingsReader reader) {
    return new ClientPolicies(
        ClientPolicy.read(reader, "tftp."),
        reader.sections(
            "tftp.subnets",
            KEYS,
            "tftp",
            entry -> new SubnetPolicy(entry.network("net"), ClientPolicy.read(entry, ""))));
  }
}
