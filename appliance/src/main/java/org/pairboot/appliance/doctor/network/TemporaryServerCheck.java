package org.pairboot.appliance.doctor.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.doctor.network.Endpoint.Service;
import org.pairboot.appliance.doctor.report.Check;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.appliance.machine.PlannedMachines;
import org.pairboot.appliance.plan.PlansInForce;
import org.pairboot.appliance.serve.Appliance;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.conf.HttpSettings;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;
import org.pairboot.conf.TftpSettings;
import org.pairboot.http.tls.TlsIdentity;

/**
 * When no server is running: starts one for a moment, on any free ports of the loopback address,
 * and reads from it.
 */
final class TemporaryServerCheck implements Check {
  private static final String SERVER = "a temporary server";

  private final Settings settings;
  private final ImageStore store;
  private final CertificateCheck certificate;

  TemporaryServerCheck(Settings settings, ImageStore store, CertificateCheck certificate) {
    this.settings = settings;
    this.store = store;
    this.certificate = certificate;
  }

  @Override
  public String topic() {
    return "reading from " + SERVER;
  }

  @Override
  public List<Finding> run() throws IOException {
    try {
      PlannedMachines plans = new PlannedMachines(PlansInForce.read(settings).plans());
      ScriptTemplates templates = ScriptTemplates.inForce(settings).templates();
      try (Appliance appliance =
          Appliance.start(onLoopback(settings), store, () -> plans, () -> templates)) {
        return new ReadingCheck(
                SERVER, endpoints(appliance), Optional.empty(), store.snapshot(), certificate)
            .run();
      }
    } catch (SettingsException e) {
      return List.of(
          Finding.note("not tried", "no server starts with the mistakes in the settings", ""));
    }
  }

  private List<Endpoint> endpoints(Appliance appliance) {
    return Stream.of(
            endpoint(Service.TFTP, appliance.tftpAddress()),
            endpoint(Service.HTTP, appliance.httpAddress()),
            endpoint(Service.HTTPS, appliance.httpsAddress()))
        .flatMap(Optional::stream)
        .filter(endpoint -> endpoint.admitsThisHost(settings))
        .toList();
  }

  private static Optional<Endpoint> endpoint(Service service, Optional<InetSocketAddress> address) {
    return address.map(bound -> new Endpoint(service, bound));
  }

  private static Settings onLoopback(Settings from) {
    return new Settings(
        from.dataDir(),
        from.store(),
        onLoopback(from.tftp()),
        onLoopback(from.http()),
        from.boot(),
        from.loaders(),
        from.downloads(),
        from.events().off(),
        from.shutdownGrace(),
        from.logLevel());
  }

  private static TftpSettings onLoopback(TftpSettings from) {
    return new TftpSettings(
        from.enabled(),
        anyPort(),
        from.advertise(),
        from.portMode(),
        Optional.empty(),
        from.transport(),
        from.clients(),
        from.maxWindowBytes(),
        from.retransmit(),
        from.unprovenPackets(),
        from.unproven(),
        from.maxTransfers(),
        from.maxTransfersPerClient());
  }

  private static HttpSettings onLoopback(HttpSettings from) {
    return new HttpSettings(
        from.enabled(),
        anyPort(),
        from.advertise(),
        from.clients(),
        from.timeouts(),
        from.limits(),
        onLoopback(from.tls()));
  }

  /** With the certificate in its files, and without HTTPS if that cannot be used. */
  private static HttpSettings.Tls onLoopback(HttpSettings.Tls from) {
    return new HttpSettings.Tls(
        from.enabled() && isUsable(from),
        anyPort(),
        from.advertise(),
        from.certificate(),
        from.key(),
        false);
  }

  private static boolean isUsable(HttpSettings.Tls tls) {
    try {
      return !TlsIdentity.stored(tls).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
