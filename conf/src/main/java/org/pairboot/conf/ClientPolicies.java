package org.pairboot.conf;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What each client may do.
 *
 * @param general for clients of no subnet that is named
 * @param subnets the most specific first
 */
public record ClientPolicies<P>(P general, List<SubnetPolicy<P>> subnets) {

  /** What the clients of one network may do. */
  public record SubnetPolicy<P>(Network net, P policy) {}

  public ClientPolicies {
    subnets =
        subnets.stream()
            .sorted((a, b) -> Integer.compare(b.net().prefixLength(), a.net().prefixLength()))
            .toList();
  }

  /** The policy of the most specific network that has {@code client}. */
  public P of(InetAddress client) {
    for (SubnetPolicy<P> subnet : subnets) {
      if (subnet.net().contains(client)) {
        return subnet.policy();
      }
    }
    return general;
  }

  /**
   * Reads the policy of a section, and of the entries of its list {@code subnets}.
   *
   * @param keys of a policy
   * @param policy reads one, given the prefix of the keys: {@code SECTION.} or nothing
   */
  static <P> ClientPolicies<P> read(
      SettingsReader reader,
      String section,
      List<String> keys,
      BiFunction<SettingsReader, String, P> policy) {
    List<String> allowed = new ArrayList<>(List.of("net"));
    allowed.addAll(keys);
    return new ClientPolicies<>(
        policy.apply(reader, section + "."),
        reader.sections(
            section + ".subnets",
            allowed,
            section,
            entry -> new SubnetPolicy<>(entry.network("net"), policy.apply(entry, ""))));
  }
}
