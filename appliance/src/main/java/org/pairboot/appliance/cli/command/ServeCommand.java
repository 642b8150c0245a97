package org.pairboot.appliance.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.appliance.reload.Reloaded;
import org.pairboot.appliance.serve.Appliance;
import org.pairboot.appliance.serve.ReadyLine;
import org.pairboot.appliance.systemd.ServiceManager;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.KebabCase;
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

  /** Made by hand; see {@link PairbootCommand}. */
  static CommandSpec spec(PairbootCommand pairboot) {
    CommandSpec spec =
        StandardOptions.addTo(
            CommandSpec.wrapWithoutInspection(new ServeCommand(pairboot)).name("serve"));
    spec.usageMessage()
        .description(
            "Serves the images over TFTP and HTTP until SIGTERM or Ctrl-C.",
            "",
            "Prints one line 'ready tftp=ADDR:PORT http=ADDR:PORT' on standard output once both"
                + " answer, and one line per finished transfer on standard error. New imports are"
                + " served without a restart.",
            "",
            "On SIGTERM, running transfers get the time of the setting shutdown.grace. SIGHUP has"
                + " log.level read again from the settings, and boot plans and templates, which are"
                + " also read by themselves when they change.",
            "");
    return spec;
  }

  @Override
  public Integer call() throws Exception {
    HangUp hangUp = HangUp.caught();
    Settings settings = pairboot.settings();
    ImageStore store = PairbootCommand.openStore(settings);
    ServiceManager manager = ServiceManager.of(System.getenv());
    AtomicReference<Appliance> running = new AtomicReference<>();
    stopOnSignal(running, manager);
    BootSettings boot = settings.boot();
    try (Reloaded<BootPlans> plans =
            new Reloaded<>("plans", watch -> PlanReader.read(boot, watch)).watching();
        Reloaded<ScriptTemplates> templates =
            new Reloaded<>("templates", watch -> ScriptTemplates.load(boot.templates(), watch))
                .watching();
        Appliance appliance = Appliance.start(settings, store, plans, templates)) {
      LOG.info("serving {} from {}", images(store), settings.dataDir());
      running.set(appliance);
      pairboot.console().print(ReadyLine.of(appliance));
      pairboot.console().out().flush();
      manager.ready();
      hangUp.handle(() -> reload(manager, List.of(plans, templates)));
      manager.watch(appliance::isResponsive);
      new CountDownLatch(1).await();
      return ExitCode.DONE;
    }
  }

  /** What can change in a running server. A mistake in the settings leaves all as it was. */
  private void reload(ServiceManager manager, List<Reloaded<?>> files) {
    manager.reloading();
    files.forEach(Reloaded::renew);
    try {
      Settings settings = pairboot.settings();
      LOG.info(
          "settings read again: log.level is {}; the others count from the next start",
          KebabCase.of(settings.logLevel()));
    } catch (SettingsException e) {
      LOG.error("settings not read again: {}", e.getMessage());
    }
    manager.ready();
  }

  private static String images(ImageStore store) {
    int count = store.snapshot().all().size();
    return count == 1 ? "1 image version" : count + " image versions";
  }

  /**
   * A JVM that ends by a signal exits with 128 + its number. A clean stop is no failure, so the
   * hook does the stopping and then ends the process itself, with 0.
   */
  private static void stopOnSignal(AtomicReference<Appliance> running, ServiceManager manager) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  Appliance appliance = running.get();
                  if (appliance != null) {
                    manager.stopping();
                    LOG.info("stopping; running transfers may end first");
                    boolean allEnded = appliance.stop();
                    LOG.info(allEnded ? "stopped" : "stopped; some transfers were cut off");
                    Runtime.getRuntime().halt(ExitCode.DONE);
                  }
                },
                "stop"));
  }
}
