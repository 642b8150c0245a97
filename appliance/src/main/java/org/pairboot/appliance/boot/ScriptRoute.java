package org.pairboot.appliance.boot;

import java.util.Optional;
import java.util.function.Supplier;
import org.pairboot.appliance.boot.ScriptNames.Asked;
import org.pairboot.appliance.boot.ScriptTemplates.Script;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.Firmware;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.Route;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.store.Snapshot;

/** The scripts under the names that loaders ask for, written anew for each request. */
final class ScriptRoute implements Route {
  private final Supplier<Snapshot> images;
  private final Supplier<BootPlans> plans;
  private final boolean httpAvailable;
  private final ScriptWriter writer;
  private final KnownMachines machines;
  private final PlanLog log = new PlanLog();

  ScriptRoute(
      Supplier<Snapshot> images,
      Supplier<BootPlans> plans,
      boolean httpAvailable,
      ScriptWriter writer,
      KnownMachines machines) {
    this.images = images;
    this.plans = plans;
    this.httpAvailable = httpAvailable;
    this.writer = writer;
    this.machines = machines;
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
    MachineIdentity machine =
        machines
            .learn(request.peer().getAddress(), asked.told())
            .or(platform(asked.script()))
            .withAddress(Optional.of(request.peer().getAddress()));
    Decision decision = plans.get().decide(machine);
    return switch (asked.stage()) {
      // Where more is to come that may change the decision, the loader goes on asking; and what
      // is for all machines is given out under the name that all of them ask for.
      case EARLY ->
          decision.open() || decision.chosen().isEmpty()
              ? Optional.empty()
              : Optional.of(script(asked.script(), decision, machine, request));
      case SPECIFIC ->
          decision.chosen().isEmpty()
              ? Optional.empty()
              : Optional.of(script(asked.script(), decision, machine, request));
      case ANONYMOUS ->
          decision.open()
              ? Optional.of(writer.question(asked.script(), request))
              : Optional.of(script(asked.script(), decision, machine, request));
      case LAST -> Optional.of(script(asked.script(), decision, machine, request));
    };
  }

  private String script(
      Script script, Decision decision, MachineIdentity machine, BootRequest request) {
    BootPlan plan = BootPlanner.plan(decision, images.get(), httpAvailable);
    log.add(plan, decision, machine, plans.get());
    return writer.write(script, plan, request);
  }

  /** PXELINUX is a loader of BIOS; its sister for UEFI has the same names, but is hardly used. */
  private static MachineIdentity platform(Script script) {
    return script == Script.PXELINUX
        ? MachineIdentity.UNKNOWN.withPlatform(Optional.empty(), Optional.of(Firmware.BIOS))
        : MachineIdentity.UNKNOWN;
  }
}
