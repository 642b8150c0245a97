package org.pairboot.appliance.boot;

import java.util.Optional;
import java.util.function.Supplier;
import org.pairboot.appliance.boot.name.ScriptNames;
import org.pairboot.appliance.boot.name.ScriptNames.Asked;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.boot.planner.BootPlanner;
import org.pairboot.appliance.boot.planner.Script;
import org.pairboot.appliance.boot.script.Recipient;
import org.pairboot.appliance.boot.script.ScriptWriter;
import org.pairboot.appliance.once.OneTimeBoots;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Catalog.Route;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.store.Snapshot;

/** The scripts under the names that loaders ask for, written anew for each request. */
final class ScriptRoute implements Route {
  private final Supplier<Snapshot> images;
  private final Supplier<BootPlans> plans;
  private final ScriptWriter writer;
  private final KnownMachines machines;
  private final OneTimeBoots once;
  private final PlanLog log = new PlanLog();

  ScriptRoute(
      Supplier<Snapshot> images,
      Supplier<BootPlans> plans,
      ScriptWriter writer,
      KnownMachines machines,
      OneTimeBoots once) {
    this.images = images;
    this.plans = plans;
    this.writer = writer;
    this.machines = machines;
    this.once = once;
  }

  @Override
  public String name() {
    return "scripts";
  }

  @Override
  public Optional<Content> resolve(BootRequest request) {
    return ScriptNames.of(request.name())
        .flatMap(asked -> script(asked, request))
        .map(BytesContent::of);
  }

  private Optional<String> script(Asked asked, BootRequest request) {
    BootPlans current = plans.get();
    MachineIdentity machine =
        machines
            .learn(request.peer().getAddress(), asked.told().identity())
            .withAddress(Optional.of(request.peer().getAddress()));
    Decision decision = current.decide(machine);
    return switch (asked.stage()) {
      // Where more is to come that may change the decision, the loader goes on asking; and what
      // is for all machines is given out under the name that all of them ask for.
      case EARLY ->
          decision.open() || decision.chosen().isEmpty()
              ? Optional.empty()
              : script(asked.script(), decision, current, machine, request);
      case SPECIFIC ->
          decision.chosen().isEmpty()
              ? Optional.empty()
              : script(asked.script(), decision, current, machine, request);
      case ANONYMOUS ->
          decision.open() || (machine.mac().isEmpty() && decision.profile().needsIdentity())
              ? Optional.of(writer.question(asked.script(), request))
              : script(asked.script(), decision, current, machine, request);
      case LAST -> script(asked.script(), decision, current, machine, request);
    };
  }

  private Optional<String> script(
      Script script,
      Decision decision,
      BootPlans current,
      MachineIdentity machine,
      BootRequest request) {
    BootPlan plan =
        new BootPlanner(
                current, images.get(), protocol -> writer.isServed(protocol, request), once::begin)
            .plan(decision, machine, script);
    log.add(plan, decision, machine, current);
    return writer.write(script, plan, new Recipient(machine, request, Optional.empty()));
  }
}
