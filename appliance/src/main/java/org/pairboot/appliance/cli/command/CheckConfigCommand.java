package org.pairboot.appliance.cli.command;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.view.TextTable;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.conf.BootSettings;
import org.pairboot.conf.LoadedSettings;
import org.pairboot.conf.LoadedSettings.EffectiveSetting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code pairboot check-config}. */
@Command(
    name = "check-config",
    mixinStandardHelpOptions = true,
    description =
        "Checks the settings and the boot plans, and prints every one with where it came from.")
final class CheckConfigCommand implements Callable<Integer> {
  @ParentCommand private PairbootCommand pairboot;

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws Exception {
    LoadedSettings loaded = pairboot.loadSettings();
    BootSettings boot = loaded.settings().boot();
    PlanReader.read(boot);
    ScriptTemplates.load(boot.templates(), file -> {});
    Console console = pairboot.console();
    if (json.isGiven()) {
      console.printJson(loaded.effective().stream().map(CheckConfigCommand::jsonOf).toList());
    } else {
      console.say(
          loaded.file().map(file -> "settings file: " + file).orElse("no settings file; defaults"));
      TextTable table = new TextTable(List.of("KEY", "VALUE", "FROM"));
      loaded.effective().forEach(s -> table.add(s.key(), s.value(), s.place()));
      table.print(console);
    }
    return ExitCode.DONE;
  }

  private static Map<String, String> jsonOf(EffectiveSetting setting) {
    return Map.of("key", setting.key(), "value", setting.value(), "from", setting.place());
  }
}
