package org.pairboot.appliance.doctor.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pairboot.appliance.doctor.report.Check;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.artifacts.text.Json;
import org.pairboot.conf.Settings;
import org.pairboot.conf.TftpSettings.PortMode;
import org.pairboot.conf.TftpSettings.PortRange;

/**
 * Whether the firewall of this host drops packets that no rule accepts. Whether a rule accepts what
 * machines send cannot be decided in general, so a finding is only a hint.
 */
final class FirewallCheck implements Check {
  private final Settings settings;
  private final Optional<String> ruleset;

  /**
   * @param ruleset what {@code nft -j list ruleset} prints, if it can be run
   */
  FirewallCheck(Settings settings, Optional<String> ruleset) {
    this.settings = settings;
    this.ruleset = ruleset;
  }

  @Override
  public String topic() {
    return "firewall";
  }

  @Override
  public List<Finding> run() {
    if (ruleset.isEmpty()) {
      return List.of(
          Finding.note(
              "nftables",
              "not installed, or this user cannot list its rules",
              "run this as root to check them"));
    }
    try {
      List<Finding> findings = new ArrayList<>();
      for (JsonNode entry : Json.MAPPER.readTree(ruleset.get()).path("nftables")) {
        JsonNode chain = entry.path("chain");
        if (chain.path("hook").asText().equals("input")
            && chain.path("policy").asText().equals("drop")) {
          findings.add(dropping(chain));
        }
      }
      return findings.isEmpty()
          ? List.of(Finding.ok("nftables", "no chain for incoming packets drops them by default"))
          : findings;
    } catch (JsonProcessingException e) {
      return List.of(
          Finding.note(
              "nftables", "the format of its rules is unknown, so they were not checked", ""));
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
        "drops packets that no rule accepts; machines need " + needed(),
        "check that its rules accept them: nft list chain " + name);
  }

  private String needed() {
    return Endpoint.of(settings).stream()
        .map(endpoint ->
            endpoint.service().kind() + " " + endpoint.listen().getPort() + pool(endpoint))
        .collect(Collectors.joining(", "));
  }

  /** A firewall that tracks connections accepts the answers to the server's own packets. */
  private String pool(Endpoint endpoint) {
    boolean pool =
        endpoint.service() == Endpoint.Service.TFTP && settings.tftp().portMode() == PortMode.POOL;
    return pool
        ? settings
            .tftp()
            .poolPorts()
            .map(FirewallCheck::text)
            .orElse(
                " (and, unless it tracks connections, a range of ports to be set as"
                    + " tftp.pool-ports)")
        : "";
  }

  private static String text(PortRange range) {
    return " and " + range.first() + "-" + range.last();
  }
}
