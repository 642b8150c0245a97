package org.pairboot.appliance.dhcp;

/** The DHCP servers that settings can be printed for. */
public enum DhcpServerKind {
  DNSMASQ("dnsmasq.mustache");

  private final String template;

  DhcpServerKind(String template) {
    this.template = template;
  }

  String template() {
    return template;
  }
}
