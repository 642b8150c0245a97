package org.pairboot.appliance.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.pairboot.appliance.cli.command.BaseCommand.DataCommand;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.view.TextTable;
import org.pairboot.appliance.cli.view.View;
import org.pairboot.appliance.once.OneTimeBoots;
import org.pairboot.appliance.once.OneTimeBoots.Used;
import org.pairboot.conf.KebabCase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pairboot next-boot}. */
@Command(
    name = "next-boot",
    description = {
      "Lets machines whose profile has 'next-boot = once' boot from the network once more.",
      "",
      "Without MACHINE, lists the machines that have used their boot. Running servers see a change"
          + " at once.",
      "",
      "  pairboot next-boot",
      "  pairboot next-boot node1",
      ""
    })
final class NextBootCommand extends DataCommand {
  @Parameters(
      paramLabel = "MACHINE",
      arity = "0..*",
      description = "Names of machines, as the list shows them.")
  private List<String> machines = new ArrayList<>();

  private record UsedJson(String machine, String since, String stage) {
    static UsedJson of(Used used) {
      return new UsedJson(used.machine(), used.since().toString(), KebabCase.of(used.stage()));
    }
  }

  private record Listing(List<Used> used) implements View {
    @Override
    public Object json() {
      return used.stream().map(UsedJson::of).toList();
    }

    @Override
    public void print(Console console) {
      if (used.isEmpty()) {
        console.say("no machine has used its boot");
        return;
      }
      TextTable table = new TextTable("MACHINE", "STAGE", "SINCE");
      used.stream().map(UsedJson::of).forEach(u -> table.add(u.machine(), u.stage(), u.since()));
      table.print(console);
    }
  }

  @Override
  public Integer call() throws Exception {
    OneTimeBoots boots = OneTimeBoots.below(settings().dataDir());
    if (machines.isEmpty()) {
      print(new Listing(boots.all()));
      return ExitCode.DONE;
    }
    boolean all = true;
    for (String machine : machines) {
      boolean hadUsedIt = boots.again(machine);
      all &= hadUsedIt;
      console()
          .say(
              hadUsedIt
                  ? machine + " will boot from the network next time"
                  : "pairboot: "
                      + machine
                      + " has not used its boot; 'pairboot next-boot' lists the machines that"
                      + " have");
    }
    return all ? ExitCode.DONE : ExitCode.FAILED;
  }
}
