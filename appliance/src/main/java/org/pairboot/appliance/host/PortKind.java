package org.pairboot.appliance.host;

/** What a port is of. */
public enum PortKind {
  UDP,
  TCP
}
