package org.pairboot.appliance.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.view.TextTable;
import org.pairboot.appliance.once.OneTimeBoots;
import org.pairboot.appliance.once.OneTimeBoots.Used;
import org.pairboot.conf.KebabCase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code pairboot next-boot}. */
@Command(
    name = "next-boot",
    mixinStandardHelpOptions = true,
    description = {
      "Has machines boot from the network once more whose profile has 'next-boot = once'.",
      "",
      "Without a machine, lists those that have used their boot. Running servers see a change at"
          + " once.",
      "",
      "  pairboot next-boot",
      "  pairboot next-boot node1",
      ""
    })
final class NextBootCommand implements Callable<Integer> {
  @ParentCommand private PairbootCommand pairboot;

  @Parameters(
      paramLabel = "MACHINE",
      arity = "0..*",
      description = "Names of machines as the list has them.")
  private List<String> machines = new ArrayList<>();

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws Exception {
    OneTimeBoots boots = OneTimeBoots.below(pairboot.settings().dataDir());
    if (machines.isEmpty()) {
      list(boots);
      return ExitCode.DONE;
    }
    boolean all = true;
    for (String machine : machines) {
      boolean had = boots.again(machine);
      all &= had;
      pairboot
          .console()
          .say(
              had
                  ? machine + " boots from the network next time"
                  : "pairboot: "
                      + machine
                      + " has not used its boot; 'pairboot next-boot' lists"
                      + " those that have");
    }
    return all ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void list(OneTimeBoots boots) throws Exception {
    List<Used> used = boots.all();
    Console console = pairboot.console();
    if (json.isGiven()) {
      console.printJson(used.stream().map(NextBootCommand::jsonOf).toList());
      return;
    }
    if (used.isEmpty()) {
      console.say("no machine has used its boot");
      return;
    }
    TextTable table = new TextTable(List.of("MACHINE", "STAGE", "SINCE"));
    used.forEach(u -> table.add(u.machine(), stage(u), u.since().toString()));
    table.print(console);
  }

  private static Map<String, String> jsonOf(Used used) {
    return Map.of(
        "machine", used.machine(), "stage", stage(used), "since", used.since().toString());
  }

  private static String stage(Used used) {
    return KebabCase.of(used.stage());
  }
}
