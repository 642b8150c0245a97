package org.pairboot.appliance.doctor.network;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pairboot.appliance.doctor.network.Endpoint.Service;
import org.pairboot.appliance.doctor.network.PortSurvey.PortState;
import org.pairboot.appliance.doctor.report.Check;
import org.pairboot.appliance.serve.RunningServer;
import org.pairboot.appliance.serve.ServerSettings;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.conf.HttpSettings.Tls;
import org.pairboot.conf.Settings;

/** Decides which checks of the network apply; that depends on whether a server is running. */
public final class NetworkChecks {
  private final Settings settings;
  private final Optional<RunningServer> server;
  private final LocalHost host;
  private final Optional<ImageStore> store;

  /**
   * @param store with which the files are compared that a server sends, if it can be read
   */
  public NetworkChecks(ServerSettings loaded, LocalHost host, Optional<ImageStore> store) {
    this.settings = loaded.settings();
    this.server = loaded.server();
    this.host = host;
    this.store = store;
  }

  /**
   * The checks in their order.
   *
   * @throws IOException when the kernel does not list the ports in use
   */
  public List<Check> all() throws IOException {
    Map<Endpoint, PortState> ports = ports();
    List<Check> checks = new ArrayList<>();
    checks.add(new AddressesCheck(settings, host.cards(), host.bridged()));
    checks.add(new PortsCheck(ports, host.processes().servers()));
    if (settings.tftp().enabled()) {
      checks.add(new MtuCheck(settings.tftp(), host.cards()));
    }
    checks.add(new FirewallCheck(settings, host.firewall().get()));
    CertificateCheck certificate = certificate();
    if (settings.http().enabled() && settings.http().tls().enabled()) {
      checks.add(certificate);
    }
    store.map(images -> reading(images, ports, certificate)).ifPresent(checks::add);
    return checks;
  }

  private Map<Endpoint, PortState> ports() throws IOException {
    PortSurvey survey =
        new PortSurvey(host.sockets(), host.processes(), server, this::answersAsPairboot);
    Map<Endpoint, PortState> ports = new LinkedHashMap<>();
    for (Endpoint endpoint : Endpoint.of(settings)) {
      ports.put(endpoint, survey.state(endpoint));
    }
    return ports;
  }

  private boolean answersAsPairboot(Endpoint endpoint) {
    return endpoint.admitsThisHost(settings)
        ? BootClient.answersAsPairboot(endpoint)
        // A TFTP port that denies this host stays silent, so the answer of HTTP has to do.
        : Endpoint.of(settings).stream()
            .filter(other -> other.service() == Service.HTTP)
            .anyMatch(BootClient::answersAsPairboot);
  }

  private CertificateCheck certificate() {
    Tls tls = settings.http().tls();
    InetAddress address = tls.advertise().orElse(tls.listen()).getAddress();
    List<InetAddress> inScripts =
        address.isAnyLocalAddress() ? LocalHost.reachable(host.cards()) : List.of(address);
    return new CertificateCheck(tls, new CertificateReview(inScripts, host.clock()));
  }

  private Check reading(
      ImageStore images, Map<Endpoint, PortState> ports, CertificateCheck certificate) {
    List<Endpoint> running =
        ports.entrySet().stream()
            .filter(port -> port.getValue() instanceof PortState.Ours)
            .map(Map.Entry::getKey)
            .filter(endpoint -> endpoint.admitsThisHost(settings))
            .toList();
    if (running.isEmpty()) {
      return new TemporaryServerCheck(settings, images, certificate);
    }
    boolean http = running.stream().anyMatch(endpoint -> endpoint.service() == Service.HTTP);
    return new ReadingCheck(
        "the running server",
        running,
        settings.http().advertise().filter(address -> http),
        images.snapshot(),
        certificate);
  }
}
