package org.pairboot.appliance.dhcp;

import java.util.Locale;

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
    return name().toLowerCase(Locale.ROOT) + ".mustache";
  }
}
