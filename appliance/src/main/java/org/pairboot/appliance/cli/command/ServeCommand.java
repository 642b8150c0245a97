package org.pairboot.appliance.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.machine.PlannedMachines;
import org.pairboot.appliance.plan.PlansInForce;
import org.pairboot.appliance.serve.Appliance;
import org.pairboot.appliance.serve.Reloadable;
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
    LoadedSettings loaded = pairboot.loadSettings();
    Settings settings = loaded.settings();
    ImageStore store = ImageStore.open(settings.dataDir(), ImageStore.Options.defaults());
    ServiceManager manager = ServiceManager.of(System.getenv());
    AtomicReference<Appliance> running = new AtomicReference<>();
    stopOnSignal(running, manager);
    try (Reloadable<Plans> plans = new Reloadable<>("plans", watch -> Plans.read(settings, watch));
        Reloadable<ScriptTemplates.InForce> templates =
            new Reloadable<>("templates", watch -> ScriptTemplates.serve(settings, watch));
        Appliance appliance =
            Appliance.start(
                settings, store, () -> plans.get().machines(), () -> templates.get().templates())) {
      List<Reloadable<?>> files = List.of(plans, templates);
      files.forEach(reloaded ->
          reloaded.startWatching(
              () -> manager.status(health(plans.get().inForce(), templates.get()))));
      LOG.info("serving {} from {}", images(store), settings.dataDir());
      running.set(appliance);
      appliance.announce(settings.dataDir(), loaded.file());
      appliance.proveImagesOf(store);
      pairboot.console().print(appliance.readyLine());
      pairboot.console().out().flush();
      manager.status(health(plans.get().inForce(), templates.get()));
      manager.ready();
      hangup.onSignal(() -> reload(manager, files));
      manager.watch(appliance::isResponsive);
      new CountDownLatch(1).await();
      return ExitCode.DONE;
    }
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

  /**
   * A JVM stopped by a signal exits with 128 plus the signal's number. A clean stop is not a
   * failure, so the hook stops the appliance and then ends the process itself, with 0.
   */
  private static void stopOnSignal(AtomicReference<Appliance> running, ServiceManager manager) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  Appliance appliance = running.get();
                  if (appliance != null) {
                    manager.stopping();
                    LOG.info("stopping; waiting for running transfers");
                    boolean allEnded = appliance.stop();
                    LOG.info(allEnded ? "stopped" : "stopped; some transfers were interrupted");
                    Runtime.getRuntime().halt(ExitCode.DONE);
                  }
                },
                "stop"));
  }
}
