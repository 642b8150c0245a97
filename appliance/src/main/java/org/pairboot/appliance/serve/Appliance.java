package org.pairboot.appliance.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.pairboot.appliance.boot.BootCatalog;
import org.pairboot.appliance.boot.BootListener;
import org.pairboot.appliance.boot.BootService;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.boot.script.ServerAddresses;
import org.pairboot.appliance.loader.Loaders;
import org.pairboot.appliance.machine.BootAttempts;
import org.pairboot.appliance.machine.PlannedMachines;
import org.pairboot.appliance.timeline.Timeline;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.os.OpenFiles;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.SnapshotWatch;
import org.pairboot.conf.HostPort;
import org.pairboot.conf.Settings;
import org.pairboot.conf.Settings.LoaderSettings;
import org.pairboot.conf.SettingsException;
import org.pairboot.http.BootHttpServer;
import org.pairboot.http.event.ResponseListener;
import org.pairboot.http.event.ResponseLog;
import org.pairboot.tftp.TftpServer;
import org.pairboot.tftp.event.TransferListener;
import org.pairboot.tftp.event.TransferLog;

/** Serves one store over TFTP and HTTP, from start to stop. Thread-safe. */
public final class Appliance implements AutoCloseable {
  private final Duration grace;
  private volatile Optional<BootHttpServer> http = Optional.empty();
  private volatile Optional<TftpServer> tftp = Optional.empty();
  private volatile Optional<BootAttempts> attempts = Optional.empty();
  private final ServedState served = new ServedState();
  private volatile Optional<SnapshotWatch> images = Optional.empty();
  private volatile Optional<Reloadable<Loaders>> loaders = Optional.empty();
  private volatile Optional<RunningServer.Announcement> announcement = Optional.empty();
  private volatile Optional<BackgroundProver> prover = Optional.empty();
  private volatile Optional<Timeline> timeline = Optional.empty();

  private Appliance(Duration grace) {
    this.grace = grace;
  }

  /**
   * Starts the servers that the settings enable.
   *
   * @param planned is read for each request
   * @param templates is read for each script
   * @throws IOException when a server cannot be started, for example because its port is in use;
   *     none is left running then
   */
  public static Appliance start(
      Settings settings,
      ImageStore store,
      Supplier<PlannedMachines> planned,
      Supplier<ScriptTemplates> templates)
      throws IOException {
    OpenFiles.ofProcess().check();
    Appliance appliance = new Appliance(settings.shutdownGrace());
    try {
      appliance.images = Optional.of(store.watch(appliance.served::serves));
      if (settings.events().enabled()) {
        appliance.timeline = Optional.of(Timeline.start(settings.dataDir(), settings.events()));
      }
      appliance.startServers(settings, appliance.catalog(settings, store, planned, templates));
      return appliance;
    } catch (IOException | RuntimeException e) {
      appliance.close();
      throw e;
    }
  }

  private Catalog catalog(
      Settings settings,
      ImageStore store,
      Supplier<PlannedMachines> planned,
      Supplier<ScriptTemplates> templates)
      throws IOException {
    attempts =
        Optional.of(
            BootAttempts.open(
                    settings.dataDir(), planned, settings.boot().reports(), InstantSource.system())
                .start());
    Reloadable<Loaders> found = loaders(settings.loaders());
    loaders = Optional.of(found);
    found.startWatching(() -> {});
    return new BootCatalog(
            new BootService.Sources(
                store::snapshot,
                () -> planned.get().plans(),
                templates,
                attempts.get(),
                new ServerAddresses(this::tftpAddress, this::httpAddress, this::httpsAddress)
                    .advertisedBy(settings)),
            found,
            timeline.map(Timeline::boots).orElse(BootListener.NONE))
        .create();
  }

  private static Reloadable<Loaders> loaders(LoaderSettings settings) throws IOException {
    try {
      return new Reloadable<>("loaders", watch -> Loaders.find(settings, watch));
    } catch (SettingsException e) {
      throw new IllegalStateException("no settings file is read", e);
    }
  }

  private void startServers(Settings settings, Catalog catalog) throws IOException {
    if (settings.http().enabled()) {
      ResponseListener log = new ResponseLog();
      ResponseListener listener = timeline.map(Timeline::responses).map(log::and).orElse(log);
      http = Optional.of(BootHttpServer.start(settings.http(), catalog, listener));
    }
    if (settings.tftp().enabled()) {
      TransferListener log = new TransferLog();
      TransferListener listener = timeline.map(Timeline::transfers).map(log::and).orElse(log);
      tftp = Optional.of(TftpServer.start(settings.tftp(), catalog, listener));
    }
  }

  /** The address of TFTP, with the port that is really open; empty when TFTP is disabled. */
  public Optional<InetSocketAddress> tftpAddress() {
    return tftp.map(TftpServer::address);
  }

  public Optional<InetSocketAddress> httpAddress() {
    return http.map(BootHttpServer::address);
  }

  public Optional<InetSocketAddress> httpsAddress() {
    return http.flatMap(BootHttpServer::tlsAddress);
  }

  /**
   * The line that {@code serve} prints once all servers answer: {@code ready tftp=ADDR:PORT
   * http=ADDR:PORT}, or {@code off} in place of an address. With HTTPS, {@code https=ADDR:PORT}
   * follows.
   */
  public String readyLine() {
    return "ready tftp="
        + tftpAddress().map(HostPort::format).orElse("off")
        + " http="
        + httpAddress().map(HostPort::format).orElse("off")
        + httpsAddress().map(address -> " https=" + HostPort.format(address)).orElse("");
  }

  /**
   * Announces the addresses to the commands that find a {@link RunningServer}, until this server
   * stops.
   *
   * @param settingsFile that the settings came from
   */
  public void announce(Path dataDir, Optional<Path> settingsFile) {
    announcement =
        RunningServer.announce(
            dataDir,
            new RunningServer.Addresses(tftpAddress(), httpAddress(), httpsAddress()),
            settingsFile);
    announcement.ifPresent(_ -> served.announce(dataDir));
  }

  /** Proves in the background what {@code store} has not proven yet, until this server stops. */
  public void proveImagesOf(ImageStore store) {
    prover = Optional.of(BackgroundProver.start(store));
  }

  /** Whether all threads that serve requests respond within {@code timeout}. */
  public boolean isResponsive(Duration timeout) {
    return tftp.map(server -> server.isResponsive(timeout)).orElse(true)
        && http.map(server -> server.isResponsive(timeout)).orElse(true);
  }

  /**
   * Calls {@code reaction} with what has failed, if a thread fails without which clients get no
   * answers any more.
   */
  public void onFailure(Consumer<String> reaction) {
    tftp.ifPresent(server -> onFailure("TFTP", server.failure(), reaction));
    http.ifPresent(server -> onFailure("HTTP", server.failure(), reaction));
  }

  private static void onFailure(
      String name, CompletableFuture<?> failure, Consumer<String> reaction) {
    failure.exceptionally(cause -> {
      reaction.accept(name);
      return null;
    });
  }

  /**
   * Rejects new requests and lets running transfers finish within the grace period.
   *
   * @return whether all transfers finished
   */
  public boolean stop() {
    announcement.ifPresent(RunningServer.Announcement::close);
    prover.ifPresent(BackgroundProver::close);
    // Both at the same time, so that they share one grace period.
    boolean[] finished = {true, true};
    Thread tftpStop =
        Thread.ofVirtual()
            .start(() -> finished[0] = tftp.map(server -> server.stop(grace)).orElse(true));
    finished[1] = http.map(server -> server.stop(grace)).orElse(true);
    try {
      tftpStop.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    images.ifPresent(SnapshotWatch::close);
    loaders.ifPresent(Reloadable::close);
    attempts.ifPresent(BootAttempts::close);
    timeline.ifPresent(Timeline::close);
    return finished[0] && finished[1];
  }

  @Override
  public void close() {
    announcement.ifPresent(RunningServer.Announcement::close);
    prover.ifPresent(BackgroundProver::close);
    tftp.ifPresent(TftpServer::close);
    http.ifPresent(BootHttpServer::close);
    images.ifPresent(SnapshotWatch::close);
    loaders.ifPresent(Reloadable::close);
    attempts.ifPresent(BootAttempts::close);
    timeline.ifPresent(Timeline::close);
  }
}
