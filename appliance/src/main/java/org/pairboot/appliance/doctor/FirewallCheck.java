package org.pairboot.appliance.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pairboot.conf.Settings;
import org.pairboot.conf.TftpSettings.PortMode;
import org.pairboot.conf.TftpSettings.PortRange;

/**
 * Whether this machine's firewall drops what no rule accepts. Whether a rule accepts what machines
 * send cannot be told in general, so this is a hint.
 *
 * @param ruleset what {@code nft -j list ruleset} prints, where that can be had
 */
record FirewallCheck(Settings settings, Optional<String> ruleset) implements Check {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String topic() {
    return "firewall";
  }

  @Override
  public List<Finding> run() {
    if (ruleset.isEmpty()) {
      return List.of(
          Finding.note(
              "nftables", "its rules cannot be read by this user, or it is not there", ""));
    }
    try {
      List<Finding> findings = new ArrayList<>();
      for (JsonNode entry : JSON.readTree(ruleset.get()).path("nftables")) {
        JsonNode chain = entry.path("chain");
        if (chain.path("hook").asText().equals("input")
            && chain.path("policy").asText().equals("drop")) {
          findings.add(dropping(chain));
        }
      }
      return findings.isEmpty()
          ? List.of(Finding.ok("nftables", "no chain for incoming packets drops by default"))
          : findings;
    } catch (JsonProcessingException e) {
      return List.of(Finding.note("nftables", "its rules are in no form that is known here", ""));
    }
  }

  private Finding dropping(JsonNode chain) {
    String name =
        chain.path("family").asText()
            + " "
            + chain.path("table").asText()
            + " "
            + chain.path("name").asText();
    return Finding.note(
        "nftables " + name,
        "drops what no rule accepts; machines need " + needed(),
        "see whether it accepts that: nft list chain " + name);
  }

  private String needed() {
    return Endpoint.of(settings).stream()
        .map(endpoint ->
            endpoint.service().kind() + " " + endpoint.listen().getPort() + pool(endpoint))
        .collect(Collectors.joining(", "));
  }

  /** A firewall that tracks connections lets through what answers the server's own packets. */
  private String pool(Endpoint endpoint) {
    boolean pool =
        endpoint.service() == Endpoint.Service.TFTP && settings.tftp().portMode() == PortMode.POOL;
    return pool
        ? settings
            .tftp()
            .poolPorts()
            .map(FirewallCheck::text)
            .orElse(
                " (and the ports that tftp.pool-ports names, once it does, unless it tracks"
                    + " connections)")
        : "";
  }

  private static String text(PortRange range) {
    return " and " + range.first() + "-" + range.last();
  }
}
