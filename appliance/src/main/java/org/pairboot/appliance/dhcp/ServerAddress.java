package org.pairboot.appliance.dhcp;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Optional;

/** Finds the address at which machines reach this server. */
public final class ServerAddress {
  private ServerAddress() {}

  /**
   * The listening address; for a wildcard, the first IPv4 address other than loopback and
   * link-local.
   */
  public static Optional<InetAddress> of(InetSocketAddress listen) throws IOException {
    if (!listen.getAddress().isAnyLocalAddress()) {
      return Optional.of(listen.getAddress());
    }
    return NetworkInterface.networkInterfaces()
        .filter(ServerAddress::isUp)
        .flatMap(NetworkInterface::inetAddresses)
        .filter(Inet4Address.class::isInstance)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .findFirst();
  }

  private static boolean isUp(NetworkInterface networkInterface) {
    try {
      return networkInterface.isUp();
    } catch (IOException e) {
      return false;
    }
  }
}
