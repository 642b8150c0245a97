package org.pairboot.appliance.boot;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.pairboot.artifacts.catalog.BootRequest;

/**
 * The addresses of this server as a machine has to write them. Taken from the address the machine
 * itself used, and never from a {@code Host} header: OVMF and GRUB leave the port out of that.
 */
final class ScriptAddress {
  private static final int HTTP_PORT = 80;
  private static final int TFTP_PORT = 69;

  private ScriptAddress() {}

  /** The base URL, without a trailing slash, of {@code http} as seen by the client of a request. */
  static Optional<String> httpBase(BootRequest request, Optional<InetSocketAddress> http) {
    return http.map(bound -> "http://" + httpAuthority(request, bound));
  }

  /** The same as GRUB names it. */
  static Optional<String> httpDevice(BootRequest request, Optional<InetSocketAddress> http) {
    return http.map(bound -> "(http," + httpAuthority(request, bound) + ")");
  }

  /** TFTP, for a request that came by TFTP, as GRUB names it. */
  static String tftpDevice(BootRequest request) {
    return "(tftp," + tftpAuthority(request) + ")";
  }

  /** The base URL of TFTP as seen by the client of a request that came by TFTP. */
  static String tftpBase(BootRequest request) {
    return "tftp://" + tftpAuthority(request);
  }

  private static String httpAuthority(BootRequest request, InetSocketAddress bound) {
    InetAddress address =
        bound.getAddress().isAnyLocalAddress() ? request.local().getAddress() : bound.getAddress();
    return literal(address) + (bound.getPort() == HTTP_PORT ? "" : ":" + bound.getPort());
  }

  private static String tftpAuthority(BootRequest request) {
    int port = request.local().getPort();
    return literal(request.local().getAddress()) + (port == TFTP_PORT ? "" : ":" + port);
  }

  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    String unscoped = scope < 0 ? text : text.substring(0, scope);
    return address instanceof Inet6Address ? "[" + unscoped + "]" : unscoped;
  }
}
