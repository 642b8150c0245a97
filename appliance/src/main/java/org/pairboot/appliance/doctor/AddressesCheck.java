package org.pairboot.appliance.doctor;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pairboot.appliance.doctor.Endpoint.Service;
import org.pairboot.appliance.host.NetworkCard;
import org.pairboot.conf.HostPort;
import org.pairboot.conf.Settings;
import org.pairboot.conf.TftpSettings.PortMode;

/**
 * Whether machines can reach the addresses that are listened on, and those that they are told.
 *
 * @param cards those that are up
 * @param bridged whether this is a container behind a bridge
 */
record AddressesCheck(Settings settings, List<NetworkCard> cards, boolean bridged)
    implements Check {

  @Override
  public String topic() {
    return "addresses";
  }

  @Override
  public List<Finding> run() {
    List<Finding> findings = new ArrayList<>();
    for (Endpoint endpoint : Endpoint.of(settings)) {
      findings.add(listened(endpoint));
      endpoint.advertised(settings).ifPresent(told -> findings.add(advertised(endpoint, told)));
    }
    if (bridged) {
      findings.addAll(container());
    }
    return findings;
  }

  /** Addresses at which machines may reach this one. */
  static List<InetAddress> candidates(List<NetworkCard> cards) {
    return cards.stream()
        .filter(card -> !card.loopback())
        .flatMap(card -> card.addresses().stream())
        .filter(address -> !address.isLinkLocalAddress() && !address.isLoopbackAddress())
        .toList();
  }

  private Finding listened(Endpoint endpoint) {
    InetAddress address = endpoint.listen().getAddress();
    if (address.isAnyLocalAddress()) {
      return everywhere(endpoint);
    }
    String where = endpoint.toString();
    String setting = endpoint.service().setting();
    if (address.isLoopbackAddress()) {
      return Finding.warning(
          where,
          "only this machine itself can reach a loopback address",
          "set " + setting + " to an address of the machines' network: " + named());
    }
    return cards.stream()
        .filter(card -> card.addresses().contains(address))
        .findFirst()
        .map(card -> Finding.ok(where, "an address of " + card.name()))
        .orElseGet(() ->
            Finding.problem(
                where,
                "no network card of this machine has the address "
                    + address.getHostAddress()
                    + ", or it is down",
                "set "
                    + setting
                    + " to one of those that are there, or to 0.0.0.0 for all: "
                    + named()));
  }

  private Finding everywhere(Endpoint endpoint) {
    List<InetAddress> all = candidates(cards);
    String where = endpoint.toString();
    if (all.isEmpty()) {
      return Finding.problem(
          where,
          "this machine has no address but the loopback",
          "give its network card an address: ip address");
    }
    boolean several = all.stream().filter(Inet4Address.class::isInstance).count() > 1;
    return several && endpoint.service() == Service.TFTP
        ? Finding.note(
            where,
            "reached at " + named() + "; scripts name the one that a machine has asked",
            "DHCP has to tell machines the one of their own network: pairboot dhcp --for dnsmasq"
                + " --address ADDRESS")
        : Finding.ok(where, "reached at " + named());
  }

  private String named() {
    return cards.stream()
        .filter(card -> !candidates(List.of(card)).isEmpty())
        .map(card ->
            candidates(List.of(card)).stream()
                    .map(InetAddress::getHostAddress)
                    .map(text -> text.replaceFirst("%.*", ""))
                    .collect(Collectors.joining(", "))
                + " ("
                + card.name()
                + ")")
        .collect(Collectors.joining(", "));
  }

  private Finding advertised(Endpoint endpoint, InetSocketAddress told) {
    String setting = endpoint.service().advertising();
    String where = setting + " " + HostPort.format(told);
    InetAddress address = told.getAddress();
    if (address.isLoopbackAddress()) {
      return Finding.problem(
          where,
          "a machine that is told a loopback address asks itself",
          "set " + setting + " to the address by which machines reach this server, or to auto");
    }
    return cards.stream().anyMatch(card -> card.addresses().contains(address))
        ? Finding.ok(where, "an address of this machine")
        : Finding.note(
            where,
            "no address of this machine: right for a caching proxy, NAT or published ports",
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
              "this is a container with a network of its own, through whose NAT answers come only"
                  + " from the port that was asked",
              "set tftp.port-mode = single, or give the container the host's network"));
    }
    return findings;
  }

  private Finding hidden(Service service) {
    String what =
        "this is a container with a network of its own, whose address ("
            + named()
            + ") scripts would name";
    String remedy =
        "set "
            + service.advertising()
            + " to the address and published port of the host, or give the container the host's"
            + " network";
    return service == Service.TFTP && settings.http().enabled()
        ? Finding.note(
            service.advertising(), what + " where a profile has files fetched by TFTP", remedy)
        : Finding.warning(service.advertising(), what, remedy);
  }
}
