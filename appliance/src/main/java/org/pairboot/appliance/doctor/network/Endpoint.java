package org.pairboot.appliance.doctor.network;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.host.SocketTable.PortKind;
import org.pairboot.conf.ClientPolicies;
import org.pairboot.conf.HostPort;
import org.pairboot.conf.KebabCase;
import org.pairboot.conf.Settings;

/**
 * An address on which the settings let the server listen.
 *
 * @param listen can be a wildcard address and can have port 0
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

    /** The setting for the address on which the server listens. */
    String listenSetting() {
      return section + ".listen";
    }

    /** The setting for the address that scripts name instead. */
    String advertiseSetting() {
      return section + ".advertise";
    }
  }

  /** Those that are enabled. */
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

  /** The address that scripts name instead of this one, if it is set. */
  Optional<InetSocketAddress> advertised(Settings settings) {
    return switch (service) {
      case TFTP -> settings.tftp().advertise();
      case HTTP -> settings.http().advertise();
      case HTTPS -> settings.http().tls().advertise();
    };
  }

  /** The address for a client on this host. */
  InetSocketAddress local() {
    return listen.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), listen.getPort())
        : listen;
  }

  /** Whether a client on this host gets an answer: TFTP sends none to a client that is denied. */
  boolean admitsThisHost(Settings settings) {
    return service != Service.TFTP
        || settings.tftp().clients().of(local().getAddress()).access()
            == ClientPolicies.Access.ALLOW;
  }

  /** The URL of {@code name} for a client on this host. */
  URI url(String name) {
    return URI.create(KebabCase.of(service) + "://" + HostPort.format(local()) + "/" + name);
  }

  /** For people, such as {@code TFTP 0.0.0.0:69}. */
  @Override
  public String toString() {
    return service + " " + HostPort.format(listen);
  }
}
