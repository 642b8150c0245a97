package org.pairboot.appliance.dhcp;

import org.pairboot.conf.KebabCase;

/** The DHCP servers that settings can be printed for. */
public enum DhcpServerKind {
  DNSMASQ,
  ISC,
  KEA,
  ROUTEROS,
  OPNSENSE,
  WINDOWS;

  /** Its template, a resource beside this class. */
  String template() {
    return KebabCase.of(this) + ".mustache";
  }
}
