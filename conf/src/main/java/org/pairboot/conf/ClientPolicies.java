package org.pairboot.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What each client may do.
 *
 * @param general applies to clients in none of the subnets
 * @param subnets the most specific first
 */
public record ClientPolicies<P>(P general, List<SubnetPolicy<P>> subnets) {

  /** Whether requests get an answer. */
  public enum Access {
    ALLOW,
    /** TFTP ignores requests and does not even send an ERROR. HTTP answers 403. */
    DENY;

    static Access read(SettingsReader reader, String prefix) {
      return reader.oneOf(prefix + "access", Access.class);
    }
  }

  /** What the clients of one network may do. */
  public record SubnetPolicy<P>(Network net, P policy) {}

  private static final String NET = "net";

  /** The network of an entry has no default; this one is read where it is missing or invalid. */
  private static final Config PLACEHOLDER = ConfigFactory.parseMap(Map.of(NET, "127.0.0.0/8"));

  public ClientPolicies {
    subnets =
        subnets.stream()
            .sorted((a, b) -> Integer.compare(b.net().prefixLength(), a.net().prefixLength()))
            .toList();
  }

  /** The policy of the most specific network that contains {@code client}. */
  public P of(InetAddress client) {
    for (SubnetPolicy<P> subnet : subnets) {
      if (subnet.net().contains(client)) {
        return subnet.policy();
      }
    }
    return general;
  }

  /**
   * Reads the policy of a section and of the entries of its list {@code subnets}.
   *
   * @param policy reads one policy, given the prefix of its keys: {@code SECTION.} or nothing
   */
  static <P> ClientPolicies<P> read(
      SettingsReader reader, String section, BiFunction<SettingsReader, String, P> policy) {
    return new ClientPolicies<>(
        policy.apply(reader, section + "."),
        reader.sections(
            section + ".subnets",
            "a list of sections such as [ { net = \"10.1.0.0/16\", access = deny } ]",
            section,
            PLACEHOLDER,
            entry ->
                new SubnetPolicy<>(
                    entry.parsed(NET, Network.EXPECTED, Network::parse), policy.apply(entry, ""))));
  }
}
