package org.pairboot.appliance.cli.command;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.machine.PlannedMachines;
import org.pairboot.appliance.plan.PlansInForce;
import org.pairboot.appliance.serve.Appliance;
import org.pairboot.appliance.serve.HangupSignal;
import org.pairboot.appliance.serve.Reloadable;
import org.pairboot.appliance.serve.StopSignal;
import org.pairboot.appliance.start.HeadStart;
import org.pairboot.appliance.start.LogQueue;
import org.pairboot.appliance.systemd.ServiceManager;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.conf.HeldBack;
import org.pairboot.conf.KebabCase;
import org.pairboot.conf.LoadedSettings;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;

/** {@code pairboot serve}. */
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  /** For a port that is taken, under a service manager. */
  private static final Duration PORT_WAIT = Duration.ofSeconds(30);

  private static final Duration PORT_INTERVAL = Duration.ofSeconds(1);

  private final PairbootCommand pairboot;

  private ServeCommand(PairbootCommand pairboot) {
    this.pairboot = pairboot;
  }

  /** Written by hand; see {@link PairbootCommand}. */
  static CommandSpec spec(PairbootCommand pairboot) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(new ServeCommand(pairboot)).name("serve");
    spec.usageMessage()
        .description(
            "Serves the images over TFTP and HTTP until SIGTERM or Ctrl-C.",
            "",
            "Prints one line 'ready tftp=ADDR:PORT http=ADDR:PORT' on standard output once both"
                + " answer, and one line per finished transfer on standard error. New imports are"
                + " served without a restart.",
            "",
            "On SIGTERM, running transfers may continue for the time in shutdown.grace. SIGHUP"
                + " reloads log.level, boot plans and templates; plans and templates are also"
                + " reloaded when their files change.",
            "");
    return spec;
  }

  @Override
  public Integer call() throws Exception {
    HangupSignal hangup = HangupSignal.install();
    ServiceManager manager = ServiceManager.of(System.getenv());
    try (LogQueue log = LogQueue.install()) {
      StopSignal stop = StopSignal.install(manager, log);
      try {
        return serve(hangup, manager, stop);
      } finally {
        stop.ended();
      }
    }
  }

  private int serve(HangupSignal hangup, ServiceManager manager, StopSignal stop) throws Exception {
    LoadedSettings loaded = pairboot.loadSettings();
    Settings settings = loaded.settings();
    ImageStore store = ImageStore.open(settings.dataDir(), ImageStore.Options.defaults());
    try (Reloadable<Plans> plans = new Reloadable<>("plans", watch -> Plans.read(settings, watch));
        Reloadable<ScriptTemplates.InForce> templates =
            new Reloadable<>("templates", watch -> ScriptTemplates.serve(settings, watch));
        Appliance appliance =
            start(
                () ->
                    Appliance.start(
                        settings,
                        store,
                        () -> plans.get().machines(),
                        () -> templates.get().templates()),
                manager)) {
      List<Reloadable<?>> files = List.of(plans, templates);
      files.forEach(reloaded ->
          reloaded.startWatching(
              () -> manager.status(health(plans.get().inForce(), templates.get()))));
      LOG.info("serving {} from {}", images(store), settings.dataDir());
      stop.serving(appliance);
      appliance.onFailure(stop::failed);
      appliance.announce(settings.dataDir(), loaded.file());
      appliance.proveImagesOf(store);
      pairboot.console().print(appliance.readyLine());
      pairboot.console().out().flush();
      manager.status(health(plans.get().inForce(), templates.get()));
      manager.ready();
      HeadStart.finish();
      hangup.onSignal(() -> reload(manager, files));
      manager.watch(appliance::isResponsive);
      new CountDownLatch(1).await();
      return ExitCode.DONE;
    }
  }

  /** Starts a server. */
  @FunctionalInterface
  private interface Start {
    Appliance run() throws IOException;
  }

  /**
   * When a machine starts, another service may hold a port for a moment, or an address may come
   * late. A person at a terminal wants to know at once.
   */
  private static Appliance start(Start start, ServiceManager manager)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PORT_WAIT.toNanos();
    boolean isWaiting = false;
    while (true) {
      try {
        return start.run();
      } catch (BindException e) {
        if (!manager.isPresent() || !mayPass(e) || System.nanoTime() - end > 0) {
          throw e;
        }
        if (!isWaiting) {
          isWaiting = true;
          LOG.warn("{}; trying for {} seconds", e.getMessage(), PORT_WAIT.toSeconds());
          manager.status("waiting: " + e.getMessage());
        }
        Thread.sleep(PORT_INTERVAL);
      }
    }
  }

  /** Another program may give up a port, but nobody gives this one a right while it runs. */
  private static boolean mayPass(BindException failure) {
    return !failure.getMessage().toLowerCase(Locale.ROOT).contains("permission denied");
  }

  /** What requests need of the plans, all of it made before the first of them. */
  private record Plans(PlansInForce inForce, PlannedMachines machines) {
    static Plans read(Settings settings, Consumer<Path> watch) throws SettingsException {
      PlansInForce inForce = PlansInForce.serve(settings, watch);
      return new Plans(inForce, new PlannedMachines(inForce.plans()));
    }
  }

  /** What {@code systemctl status} shows. */
  private static String health(PlansInForce plans, ScriptTemplates.InForce templates) {
    List<HeldBack> held =
        Stream.concat(plans.heldBack().stream(), templates.heldBack().stream()).toList();
    return held.isEmpty()
        ? "serving; plans and templates have no mistakes"
        : "serving, but %s has mistakes: %s"
            .formatted(held.size() == 1 ? "a file" : held.size() + " files", held.getFirst());
  }

  /** Reloads what can change in a running server; a mistake in the settings changes nothing. */
  private void reload(ServiceManager manager, List<Reloadable<?>> files) {
    manager.reloading();
    files.forEach(Reloadable::reloadIfChanged);
    try {
      Settings settings = pairboot.loadSettings().settings();
      LOG.info(
          "settings reloaded: log.level is {}; all other settings take effect after a restart",
          KebabCase.of(settings.logLevel()));
    } catch (SettingsException e) {
      LOG.error("reload failed, keeping the previous settings: {}", e.getMessage());
    }
    manager.ready();
  }

  private static String images(ImageStore store) {
    int count = store.snapshot().all().size();
    return count == 1 ? "1 image version" : count + " image versions";
  }
}
