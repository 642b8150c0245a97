package org.pairboot.appliance.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.pairboot.appliance.boot.script.ScriptTemplates;
import org.pairboot.appliance.cli.command.BaseCommand.DataCommand;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.view.TextTable;
import org.pairboot.appliance.cli.view.View;
import org.pairboot.appliance.doctor.ConfigWarnings;
import org.pairboot.appliance.plan.PlanReader;
import org.pairboot.appliance.serve.ServerSettings;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.conf.LoadedSettings;
import org.pairboot.conf.LoadedSettings.EffectiveSetting;
import org.pairboot.conf.Mistake;
import org.pairboot.conf.Settings;
import org.pairboot.conf.SettingsException;
import picocli.CommandLine.Command;

/** {@code pairboot check-config}. */
@Command(
    name = "check-config",
    description = {
      "Checks the settings, the boot plans and the templates, and prints every setting with its"
          + " origin.",
      "",
      "It exits with 2 when there is a mistake with which a server would not use a file. What may"
          + " be meant so, such as an image that does not exist yet, is a warning.",
      ""
    })
final class CheckConfigCommand extends DataCommand {

  private record SettingJson(String from, String key, String value) {
    static SettingJson of(EffectiveSetting setting) {
      return new SettingJson(setting.place(), setting.key(), setting.value());
    }
  }

  private record Report(ServerSettings settings) implements View {
    @Override
    public Object json() {
      return settings.effective().stream().map(SettingJson::of).toList();
    }

    @Override
    public void print(Console console) {
      console.say(
          settings
              .given()
              .file()
              .map(file -> "settings file: " + file)
              .orElse("no settings file; using defaults"));
      TextTable table = new TextTable("KEY", "VALUE", "FROM");
      settings.effective().forEach(s -> table.add(s.key(), s.value(), s.place()));
      table.print(console);
    }
  }

  @Override
  public Integer call() throws Exception {
    ServerSettings loaded = serverSettings();
    Settings settings = loaded.settings();
    List<Mistake> mistakes = new ArrayList<>();
    try {
      ScriptTemplates.load(settings.boot().templates());
    } catch (SettingsException e) {
      mistakes.addAll(e.mistakes());
    }
    try {
      PlanReader plans = PlanReader.readAll(settings.boot());
      warn(loaded.given(), plans);
      warnOfTheRunningServer(loaded);
      if (mistakes.isEmpty()) {
        print(new Report(loaded));
        console().say(summary(plans));
        return ExitCode.DONE;
      }
    } catch (SettingsException e) {
      mistakes.addAll(e.mistakes());
    }
    throw new SettingsException(mistakes);
  }

  /** What may be meant so, such as an image that is imported later. */
  private void warn(LoadedSettings loaded, PlanReader plans) throws Exception {
    ConfigWarnings warnings = new ConfigWarnings(loaded, plans);
    List<Mistake> all = new ArrayList<>(plans.warnings());
    all.addAll(warnings.files());
    warnings.ports().ifPresent(all::add);
    warnings.openFiles().ifPresent(all::add);
    if (ImageStore.isIn(loaded.settings().dataDir())) {
      all.addAll(warnings.images(PairbootCommand.openExistingStore(loaded.settings()).snapshot()));
    }
    all.forEach(warning -> console().say("warning: " + warning));
  }

  private void warnOfTheRunningServer(ServerSettings loaded) {
    loaded
        .server()
        .ifPresent(server ->
            loaded
                .differences()
                .forEach(difference ->
                    console()
                        .say(
                            "warning: "
                                + difference.given().key()
                                + " "
                                + difference.words(server))));
  }

  private static String summary(PlanReader plans) {
    return String.join(
        ", ",
        count(plans.planFiles(), "file"),
        count(plans.profiles(), "profile"),
        count(plans.plans().machines().size(), "machine"));
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
