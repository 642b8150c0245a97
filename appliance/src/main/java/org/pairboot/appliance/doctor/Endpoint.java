package org.pairboot.appliance.doctor;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.pairboot.appliance.host.PortKind;
import org.pairboot.conf.Settings;

/**
 * A place where the settings have the server listen.
 *
 * @param listen may be a wildcard address, may have port 0
 */
record Endpoint(Service service, InetSocketAddress listen) {

  /** What is served there. */
  enum Service {
    TFTP(PortKind.UDP, "tftp.listen"),
    HTTP(PortKind.TCP, "http.listen"),
    HTTPS(PortKind.TCP, "http.tls.listen");

    private final PortKind kind;
    private final String setting;

    Service(PortKind kind, String setting) {
      this.kind = kind;
      this.setting = setting;
    }

    PortKind kind() {
      return kind;
    }

    /** The setting that has the address. */
    String setting() {
      return setting;
    }
  }

  /** Those that are switched on. */
  static List<Endpoint> of(Settings settings) {
    List<Endpoint> endpoints = new ArrayList<>();
    if (settings.tftp().enabled()) {
      endpoints.add(new Endpoint(Service.TFTP, settings.tftp().listen()));
    }
    if (settings.http().enabled()) {
      endpoints.add(new Endpoint(Service.HTTP, settings.http().listen()));
      if (settings.http().tls().enabled()) {
        endpoints.add(new Endpoint(Service.HTTPS, settings.http().tls().listen()));
      }
    }
    return endpoints;
  }

  /** Where a process on this machine finds it. */
  InetSocketAddress local() {
    return listen.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), listen.getPort())
        : listen;
  }

  /** Such as {@code TFTP 0.0.0.0:69}. */
  @Override
  public String toString() {
    return service + " " + text(listen);
  }

  /** {@code ADDRESS:PORT}. */
  static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    if (address.getAddress().isAnyLocalAddress()) {
      host = "0.0.0.0";
    }
    boolean brackets =
        address.getAddress() instanceof Inet6Address && !address.getAddress().isAnyLocalAddress();
    return (brackets ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
