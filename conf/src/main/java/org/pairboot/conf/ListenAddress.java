package org.pairboot.conf;

import java.net.InetSocketAddress;
import java.util.Optional;

/** Reads where a server listens, and the address that it advertises to machines. */
enum ListenAddress {
  TFTP(69, 6969),
  HTTP(80, 8080),
  HTTPS(443, 8443);

  private final int standardPort;
  private final int unprivilegedPort;

  /**
   * @param standardPort the port of "auto" where the process may bind low ports
   * @param unprivilegedPort the port of "auto" elsewhere
   */
  ListenAddress(int standardPort, int unprivilegedPort) {
    this.standardPort = standardPort;
    this.unprivilegedPort = unprivilegedPort;
  }

  int standardPort() {
    return standardPort;
  }

  /** Reads an address to listen on; "auto" is the wildcard address. */
  InetSocketAddress read(SettingsReader reader, String key, Host host) {
    return reader.automatic(
        key,
        new InetSocketAddress(host.lowPorts() ? standardPort : unprivilegedPort),
        "ADDRESS:PORT such as 192.168.1.10:69, 0.0.0.0:6969 or [::]:6969, port 0 to 65535",
        ListenAddress::parse);
  }

  /** Reads an address and port that machines can connect to; empty for "auto". */
  static Optional<InetSocketAddress> readAdvertised(SettingsReader reader, String key) {
    return reader.optional(
        key,
        "ADDRESS:PORT such as 192.168.1.10:80 or [2001:db8::10]:80, port 1 to 65535",
        text ->
            parse(text)
                .filter(parsed -> !parsed.getAddress().isAnyLocalAddress())
                .filter(parsed -> parsed.getPort() != 0));
  }

  private static Optional<InetSocketAddress> parse(String text) {
    return HostPort.parse(text).flatMap(HostPort::resolve);
  }
}
