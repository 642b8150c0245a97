package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.doctor.Endpoint.Service;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.appliance.serve.Appliance;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.conf.HttpSettings;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;
import org.pairboot.conf.TftpSettings;
import org.pairboot.http.tls.TlsIdentity;

/**
 * Where no server runs: starts one for a moment, on loopback ports that nobody else has, and reads
 * from that.
 */
record Trial(Settings settings, ImageStore store, ShownCertificate certificate) implements Check {
  private static final String WHO = "a server that was started for it";

  @Override
  public String topic() {
    return "reading from " + WHO;
  }

  @Override
  public List<Finding> run() throws IOException {
    try {
      BootPlans plans = PlanReader.read(settings.boot(), file -> {}, doubtful -> {});
      ScriptTemplates templates = ScriptTemplates.load(settings.boot().templates(), file -> {});
      try (Appliance appliance =
          Appliance.start(onLoopback(settings), store, () -> plans, () -> templates)) {
        return new FetchCheck(
                new Served(WHO, endpoints(appliance)),
                Optional.empty(),
                store.snapshot(),
                certificate)
            .run();
      }
    } catch (SettingsException e) {
      return List.of(
          Finding.note(
              "not tried", "plans or templates have mistakes, with which no server starts", ""));
    }
  }

  private List<Endpoint> endpoints(Appliance appliance) {
    return Stream.of(
            endpoint(Service.TFTP, appliance.tftpAddress().filter(this::mayRead)),
            endpoint(Service.HTTP, appliance.httpAddress()),
            endpoint(Service.HTTPS, appliance.httpsAddress()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Endpoint> endpoint(Service service, Optional<InetSocketAddress> address) {
    return address.map(bound -> new Endpoint(service, bound));
  }

  private boolean mayRead(InetSocketAddress server) {
    return Access.isAllowed(settings.tftp(), server.getAddress());
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

  /** With the certificate as it is in its files, and without HTTPS where there is none to use. */
  private static HttpSettings.Tls onLoopback(HttpSettings.Tls from) {
    return new HttpSettings.Tls(
        from.enabled() && canBeUsed(from),
        anyPort(),
        from.advertise(),
        from.certificate(),
        from.key(),
        false);
  }

  private static boolean canBeUsed(HttpSettings.Tls tls) {
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
