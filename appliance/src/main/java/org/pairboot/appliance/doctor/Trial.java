package org.pairboot.appliance.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.appliance.serve.Appliance;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.conf.HttpSettings;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;
import org.pairboot.conf.TftpSettings;

/**
 * Where no server runs: starts one for a moment, on loopback ports that nobody else has, and reads
 * from that.
 */
record Trial(Settings settings, ImageStore store) implements Check {
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
        Served served =
            new Served(WHO, appliance.tftpAddress().filter(this::mayRead), appliance.httpAddress());
        return new FetchCheck(served, Optional.empty(), store.snapshot()).run();
      }
    } catch (SettingsException e) {
      return List.of(
          Finding.note(
              "not tried", "plans or templates have mistakes, with which no server starts", ""));
    }
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

  /** Without HTTPS, which would make a certificate. */
  private static HttpSettings onLoopback(HttpSettings from) {
    return new HttpSettings(
        from.enabled(),
        anyPort(),
        from.advertise(),
        from.clients(),
        from.timeouts(),
        from.limits(),
        new HttpSettings.Tls(
            false,
            from.tls().listen(),
            from.tls().certificate(),
            from.tls().key(),
            from.tls().selfSigned()));
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
