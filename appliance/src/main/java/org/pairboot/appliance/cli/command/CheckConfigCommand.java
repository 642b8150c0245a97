package org.pairboot.appliance.cli.command;

import org.pairboot.appliance.boot.planner.ProfileTrial;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.cli.command.BaseCommand.DataCommand;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.view.TextTable;
import org.pairboot.appliance.cli.view.View;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.BootPlans.Machine;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.LoadedSettings;
import org.pairboot.conf.LoadedSettings.EffectiveSetting;
import org.pairboot.conf.Settings;
import picocli.CommandLine.Command;

/** {@code pairboot check-config}. */
@Command(
    name = "check-config",
    description = {
      "Checks the settings and the boot plans, and prints every setting with its origin.",
      ""
    })
final class CheckConfigCommand extends DataCommand {

  private record SettingJson(String from, String key, String value) {
    static SettingJson of(EffectiveSetting setting) {
      return new SettingJson(setting.place(), setting.key(), setting.value());
    }
  }

  private record Report(LoadedSettings loaded) implements View {
    @Override
    public Object json() {
      return loaded.effective().stream().map(SettingJson::of).toList();
    }

    @Override
    public void print(Console console) {
      console.say(
          loaded
              .file()
              .map(file -> "settings file: " + file)
              .orElse("no settings file; using defaults"));
      TextTable table = new TextTable("KEY", "VALUE", "FROM");
      loaded.effective().forEach(s -> table.add(s.key(), s.value(), s.place()));
      table.print(console);
    }
  }

  @Override
  public Integer call() throws Exception {
    LoadedSettings loaded = pairboot().loadSettings();
    BootSettings boot = loaded.settings().boot();
    BootPlans plans = PlanReader.read(boot);
    ScriptTemplates.load(boot.templates(), file -> {});
    warnOfMachinesWithoutImage(loaded.settings(), plans);
    print(new Report(loaded));
    return ExitCode.DONE;
  }

  /** An image may be imported later, so this is no mistake. */
  private void warnOfMachinesWithoutImage(Settings settings, BootPlans plans) throws Exception {
    if (!ImageStore.isIn(settings.dataDir())) {
      return;
    }
    Snapshot images = PairbootCommand.openExistingStore(settings).snapshot();
    ProfileTrial trial = new ProfileTrial(plans, images, protocol -> true);
    for (Machine machine : plans.machines()) {
      trial
          .obstacle(machine)
          .ifPresent(reason ->
              console()
                  .say("note: machines.%s: nothing to boot: %s".formatted(machine.name(), reason)));
    }
  }
}
