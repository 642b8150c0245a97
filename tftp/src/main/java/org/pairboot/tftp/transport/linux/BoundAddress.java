package org.pairboot.tftp.transport.linux;

import java.net.Inet4Address;
import java.net.InetAddress;
import org.pairboot.artifacts.os.Abi;

/**
 * Where a socket is bound.
 *
 * @param canCut whether the kernel has {@code UDP_SEGMENT}
 */
record BoundAddress(InetAddress address, int port, boolean canCut) {
  static int family(InetAddress address) {
    return address instanceof Inet4Address ? Abi.AF_INET : Abi.AF_INET6;
  }

  int family() {
    return family(address);
  }

  boolean isWildcard() {
    return address.isAnyLocalAddress();
  }
}
