package org.pairboot.conf;

import java.net.InetSocketAddress;

/** Where a server listens. */
final class ListenAddress {
  static final String ALLOWED =
      "auto, or ADDRESS:PORT such as 192.168.1.10:69, 0.0.0.0:6969 or [::]:6969, port 0 to 65535";

  private ListenAddress() {}

  /** The port of "auto", for processes that may bind low ports and for others. */
  record DefaultPort(int privileged, int unprivileged) {
    InetSocketAddress wildcard(Host host) {
      return new InetSocketAddress(host.lowPorts() ? privileged : unprivileged);
    }
  }
}
