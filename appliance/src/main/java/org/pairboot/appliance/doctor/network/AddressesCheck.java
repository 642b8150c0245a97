package org.pairboot.appliance.doctor.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pairboot.appliance.doctor.network.Endpoint.Service;
import org.pairboot.appliance.doctor.report.Check;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.appliance.host.NetworkCard;
import org.pairboot.conf.HostPort;
import org.pairboot.conf.Settings;
import org.pairboot.conf.TftpSettings.PortMode;

/** Whether machines can reach the addresses on which the server listens and which scripts name. */
final class AddressesCheck implements Check {
  private static final String OWN_NETWORK = "this is a container with a network of its own";

  private final Settings settings;
  private final List<NetworkCard> cards;
  private final boolean bridged;

  /**
   * @param cards those that are up
   * @param bridged whether this is a container behind a bridge
   */
  AddressesCheck(Settings settings, List<NetworkCard> cards, boolean bridged) {
    this.settings = settings;
    this.cards = cards;
    this.bridged = bridged;
  }

  @Override
  public String topic() {
    return "addresses";
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    for (Endpoint endpoint : Endpoint.of(settings)) {
      findings.add(listening(endpoint));
      endpoint
          .advertised(settings)
          .ifPresent(address -> findings.add(advertised(endpoint, address)));
    }
    if (bridged) {
      findings.addAll(container());
    }
    return findings;
  }

  private Finding listening(Endpoint endpoint) {
    InetAddress address = endpoint.listen().getAddress();
    if (address.isAnyLocalAddress()) {
      return everywhere(endpoint);
    }
    String where = endpoint.toString();
    String setting = endpoint.service().listenSetting();
    if (address.isLoopbackAddress()) {
      return Finding.warning(
          where,
          "a loopback address can be reached from this host only",
          "set " + setting + " to an address in the network of the machines: " + reachable());
    }
    return cards.stream()
        .filter(card -> card.addresses().contains(address))
        .findFirst()
        .map(card -> Finding.ok(where, "address of " + card.name()))
        .orElseGet(() ->
            Finding.problem(
                where,
                "no network card of this host has the address "
                    + address.getHostAddress()
                    + ", or the card is down",
                "set "
                    + setting
                    + " to 0.0.0.0 for all addresses, or to one of those that exist: "
                    + reachable()));
  }

  private Finding everywhere(Endpoint endpoint) {
    List<InetAddress> all = LocalHost.reachable(cards);
    String where = endpoint.toString();
    if (all.isEmpty()) {
      return Finding.problem(
          where,
          "this host has no address except loopback ones",
          "give its network card an address; 'ip address' lists what there is");
    }
    boolean several = all.stream().filter(Inet4Address.class::isInstance).count() > 1;
    return several && endpoint.service() == Service.TFTP
        ? Finding.note(
            where,
            "reachable at " + reachable() + "; scripts name the one to which a request was sent",
            "DHCP must give machines the address in their own network: pairboot dhcp --for dnsmasq"
                + " --address ADDRESS")
        : Finding.ok(where, "reachable at " + reachable());
  }

  /** For people, such as {@code 192.0.2.10 (eth0), 198.51.100.1 (eth1)}. */
  private String reachable() {
    return cards.stream()
        .filter(card -> !LocalHost.reachable(List.of(card)).isEmpty())
        .map(card ->
            LocalHost.reachable(List.of(card)).stream()
                    .map(InetAddress::getHostAddress)
                    .map(text -> text.replaceFirst("%.*", ""))
                    .collect(Collectors.joining(", "))
                + " ("
                + card.name()
                + ")")
        .collect(Collectors.joining(", "));
  }

  private Finding advertised(Endpoint endpoint, InetSocketAddress advertised) {
    String setting = endpoint.service().advertiseSetting();
    String where = setting + " " + HostPort.format(advertised);
    InetAddress address = advertised.getAddress();
    if (address.isLoopbackAddress()) {
      return Finding.problem(
          where,
          "with a loopback address in its script, a machine connects to itself",
          "set " + setting + " to the address at which machines reach this server, or to auto");
    }
    return cards.stream().anyMatch(card -> card.addresses().contains(address))
        ? Finding.ok(where, "address of this host")
        : Finding.note(
            where,
            "not an address of this host: right for a caching proxy, NAT or published ports",
            "otherwise set " + setting + " to auto");
  }

  private List<Finding> container() {
    List<Finding> findings = new ArrayList<>();
    for (Endpoint endpoint : Endpoint.of(settings)) {
      if (endpoint.advertised(settings).isEmpty()) {
        findings.add(hidden(endpoint.service()));
      }
    }
    if (settings.tftp().enabled() && settings.tftp().portMode() == PortMode.POOL) {
      findings.add(
          Finding.warning(
              "tftp.port-mode",
              OWN_NETWORK
                  + ", and its NAT only lets answers through that come from the port that was"
                  + " asked",
              "set tftp.port-mode = single, or give the container the host's network"));
    }
    return findings;
  }

  private Finding hidden(Service service) {
    String setting = service.advertiseSetting();
    String what = OWN_NETWORK + ", and scripts would name its address (" + reachable() + ")";
    String remedy =
        "set "
            + setting
            + " to the address and published port of the host, or give the container the host's"
            + " network";
    return service == Service.TFTP && settings.http().enabled()
        ? Finding.note(setting, what + " if a profile has files fetched by TFTP", remedy)
        : Finding.warning(setting, what, remedy);
  }
}
