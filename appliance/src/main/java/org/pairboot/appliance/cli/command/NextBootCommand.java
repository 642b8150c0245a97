package org.pairboot.appliance.cli.command;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.pairboot.appliance.cli.command.BaseCommand.DataCommand;
import org.pairboot.appliance.cli.console.Console;
import org.pairboot.appliance.cli.view.TextTable;
import org.pairboot.appliance.cli.view.View;
import org.pairboot.appliance.machine.UsedBoots;
import org.pairboot.appliance.machine.UsedBoots.Release;
import org.pairboot.appliance.machine.UsedBoots.Used;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.conf.KebabCase;
import org.pairboot.conf.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pairboot next-boot}. */
@Command(
    name = "next-boot",
    description = {
      "Lets machines whose profile has 'next-boot = once' boot from the network once more.",
      "",
      "Without MACHINE, lists the machines that have used their boot. A running server applies a"
          + " change within a second or two.",
      "",
      "  pairboot next-boot",
      "  pairboot next-boot node1",
      "  pairboot next-boot 52:54:00:12:34:56",
      ""
    })
final class NextBootCommand extends DataCommand {
  @Parameters(
      paramLabel = "MACHINE",
      arity = "0..*",
      description =
          "The name of a machine in the plans or in the list, or a MAC address, UUID or serial"
              + " number of it.")
  private List<String> machines = new ArrayList<>();

  private record UsedJson(
      String machine,
      List<String> macs,
      List<String> uuids,
      List<String> serials,
      String stage,
      String since) {
    static UsedJson of(Used used) {
      return new UsedJson(
          used.machine(),
          used.key().macs().stream().map(MacAddress::toString).sorted().toList(),
          used.key().uuids().stream().map(UUID::toString).sorted().toList(),
          used.key().serials().stream().sorted().toList(),
          KebabCase.of(used.stage()),
          used.since().toString());
    }

    /** What identifies it, if that is not its name. */
    String identifiers() {
      List<String> all = new ArrayList<>(macs);
      all.addAll(uuids);
      all.addAll(serials);
      all.remove(machine);
      return String.join(" ", all);
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
      TextTable table = new TextTable("MACHINE", "STAGE", "SINCE", "IDENTIFIERS");
      used.stream()
          .map(UsedJson::of)
          .forEach(u -> table.add(u.machine(), u.stage(), u.since(), u.identifiers()));
      table.print(console);
    }
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = serverSettings().settings();
    UsedBoots boots =
        UsedBoots.open(
            settings.dataDir(), Optional.of(plansInForce(settings)), InstantSource.system());
    if (machines.isEmpty()) {
      print(new Listing(boots.all()));
      return ExitCode.DONE;
    }
    boolean all = true;
    for (String machine : machines) {
      Release release = boots.release(machine);
      all &= release instanceof Release.Released;
      console().say(message(machine, release));
    }
    return all ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static String message(String machine, Release release) {
    return switch (release) {
      case Release.Released _ -> machine + " will boot from the network next time";
      case Release.NotUsed _ ->
          "pairboot: "
              + machine
              + " has not used its boot; 'pairboot next-boot' lists the machines that have";
      case Release.Ambiguous(List<String> several) ->
          "pairboot: several machines were called "
              + machine
              + "; name one by its MAC address, UUID or serial number: "
              + String.join("; ", several);
    };
  }
}
