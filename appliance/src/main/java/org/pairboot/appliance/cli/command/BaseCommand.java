package org.pairboot.appliance.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.view.View;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.PlansInForce;
import org.pairboot.appliance.serve.ServerSettings;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every subcommand has from the root command: the console, the settings and the store. */
abstract class BaseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  final CommandSpec spec() {
    return spec;
  }

  final PairbootCommand pairboot() {
    return (PairbootCommand) spec.root().userObject();
  }

  final Console console() {
    return pairboot().console();
  }

  final Settings settings() throws SettingsException {
    return pairboot().loadSettings().settings();
  }

  /** The settings for what concerns the server, with the addresses of the running one. */
  final ServerSettings serverSettings() throws SettingsException {
    return pairboot().loadServerSettings();
  }

  /** The store, which must exist. */
  final ImageStore existingStore() throws SettingsException, StoreException {
    return PairbootCommand.openExistingStore(settings());
  }

  /** The plans that a server goes by; warns of files that it does not use as they are. */
  final BootPlans plansInForce(Settings settings) throws SettingsException {
    PlansInForce plans = PlansInForce.read(settings);
    plans.heldBack().forEach(held -> console().say("warning: " + held));
    return plans.plans();
  }

  /** A command that prints data: as text, or as JSON with {@code --json}. */
  abstract static class DataCommand extends BaseCommand {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    final void print(View view) throws IOException {
      if (json) {
        console().printJson(view.json());
      } else {
        view.print(console());
      }
    }
  }
}
