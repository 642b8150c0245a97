package org.pairboot.appliance.doctor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.host.PortKind;
import org.pairboot.conf.HostPort;
import org.pairboot.conf.KebabCase;
import org.pairboot.conf.Settings;

/**
 * A place where the settings have the server listen.
 *
 * @param listen may be a wildcard address, may have port 0
 */
record Endpoint(Service service, InetSocketAddress listen) {

  /** What is served there. */
  enum Service {
    TFTP(PortKind.UDP, "tftp"),
    HTTP(PortKind.TCP, "http"),
    HTTPS(PortKind.TCP, "http.tls");

    private final PortKind kind;
    private final String section;

    Service(PortKind kind, String section) {
      this.kind = kind;
      this.section = section;
    }

    PortKind kind() {
      return kind;
    }

    /** The setting that has the address. */
    String setting() {
      return section + ".listen";
    }

    /** The setting that has the address that machines are told instead. */
    String advertising() {
      return section + ".advertise";
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

  /** Where machines are told to go instead, if they are. */
  Optional<InetSocketAddress> advertised(Settings settings) {
    return switch (service) {
      case TFTP -> settings.tftp().advertise();
      case HTTP -> settings.http().advertise();
      case HTTPS -> settings.http().tls().advertise();
    };
  }

  /** Where a process on this machine finds it. */
  InetSocketAddress local() {
    return listen.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), listen.getPort())
        : listen;
  }

  /** The URL by which a process on this machine reads {@code name}. */
  URI url(String name) {
    String scheme = KebabCase.of(service);
    return URI.create(scheme + "://" + HostPort.format(local()) + "/" + name);
  }

  /** Such as {@code TFTP 0.0.0.0:69}. */
  @Override
  public String toString() {
    return service + " " + HostPort.format(listen);
  }
}
