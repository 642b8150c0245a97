package org.pairboot.tftp.transport.nio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Looks up the addresses of this machine and their MTUs. */
@FunctionalInterface
public interface LocalAddresses {

  /** The addresses of the network interfaces. */
  LocalAddresses SYSTEM = LocalAddresses::ofInterfaces;

  /** All addresses of interfaces that are up, each with its interface's MTU in bytes. */
  Map<InetAddress, Integer> mtuByAddress() throws IOException;

  private static Map<InetAddress, Integer> ofInterfaces() throws IOException {
    Map<InetAddress, Integer> found = new LinkedHashMap<>();
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      try {
        if (each.isUp()) {
          int mtu = each.getMTU();
          each.inetAddresses().forEach(address -> found.put(address, mtu));
        }
      } catch (SocketException e) {
        // The interface vanished after it was listed.
      }
    }
    return found;
  }
}
