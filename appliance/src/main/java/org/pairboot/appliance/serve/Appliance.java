package org.pairboot.appliance.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.pairboot.appliance.boot.BootCatalog;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.boot.script.ServerAddresses;
import org.pairboot.appliance.once.OneTimeBoots;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.conf.Settings;
import org.pairboot.http.BootHttpServer;
import org.pairboot.http.event.ResponseLog;
import org.pairboot.tftp.TftpServer;
import org.pairboot.tftp.event.TransferLog;

/** TFTP and HTTP over one store, from start to stop. Thread-safe. */
public final class Appliance implements AutoCloseable {
  private final Duration grace;
  private volatile Optional<BootHttpServer> http = Optional.empty();
  private volatile Optional<TftpServer> tftp = Optional.empty();

  private Appliance(Duration grace) {
    this.grace = grace;
  }

  /**
   * Starts the servers that the settings enable.
   *
   * @param plans who boots what; asked anew for each request
   * @param templates of scripts; asked anew for each script
   * @throws IOException when one cannot be started, for example because its port is taken; nothing
   *     is left running then
   */
  public static Appliance start(
      Settings settings,
      ImageStore store,
      Supplier<BootPlans> plans,
      Supplier<ScriptTemplates> templates)
      throws IOException {
    Appliance appliance = new Appliance(settings.shutdownGrace());
    try {
      appliance.startServers(settings, appliance.catalog(settings, store, plans, templates));
      return appliance;
    } catch (IOException | RuntimeException e) {
      appliance.close();
      throw e;
    }
  }

  private Catalog catalog(
      Settings settings,
      ImageStore store,
      Supplier<BootPlans> plans,
      Supplier<ScriptTemplates> templates) {
    return new BootCatalog(
            store::snapshot,
            plans,
            templates,
            OneTimeBoots.below(settings.dataDir()),
            settings.loaders(),
            new ServerAddresses(this::tftpAddress, this::httpAddress, this::httpsAddress)
                .advertisedBy(settings))
        .create();
  }

  private void startServers(Settings settings, Catalog catalog) throws IOException {
    if (settings.http().enabled()) {
      http = Optional.of(BootHttpServer.start(settings.http(), catalog, new ResponseLog()));
    }
    if (settings.tftp().enabled()) {
      tftp = Optional.of(TftpServer.start(settings.tftp(), catalog, new TransferLog()));
    }
  }

  /** Where TFTP is served, with the real port; empty when it is switched off. */
  public Optional<InetSocketAddress> tftpAddress() {
    return tftp.map(TftpServer::address);
  }

  /** Where HTTP is served, with the real port; empty when it is switched off. */
  public Optional<InetSocketAddress> httpAddress() {
    return http.map(BootHttpServer::address);
  }

  /** Where HTTPS is served, with the real port; empty when it is switched off. */
  public Optional<InetSocketAddress> httpsAddress() {
    return http.flatMap(BootHttpServer::tlsAddress);
  }

  /** Whether every thread that serves takes up work within the given time. */
  public boolean isResponsive(Duration timeout) {
    return tftp.map(server -> server.reacts(timeout)).orElse(true)
        && http.map(server -> server.isResponsive(timeout)).orElse(true);
  }

  /**
   * Takes no new requests, and lets running transfers end within the grace period. Returns whether
   * all of them did.
   */
  public boolean stop() {
    // Both at once, so that they share one grace period.
    boolean[] ended = {true, true};
    Thread tftpStop =
        Thread.ofVirtual()
            .start(() -> ended[0] = tftp.map(server -> server.stop(grace)).orElse(true));
    ended[1] = http.map(server -> server.stop(grace)).orElse(true);
    try {
      tftpStop.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return ended[0] && ended[1];
  }

  @Override
  public void close() {
    tftp.ifPresent(TftpServer::close);
    http.ifPresent(BootHttpServer::close);
  }
}
