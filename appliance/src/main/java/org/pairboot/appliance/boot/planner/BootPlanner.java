package org.pairboot.appliance.boot.planner;

import java.util.Optional;
import java.util.function.Predicate;
import org.pairboot.appliance.plan.Action;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ImageSelector;
import org.pairboot.artifacts.store.image.ImageVersion;

/**
 * Decides what machines boot. The same images, plans and decision give the same plan, but for one
 * that a machine has only once.
 *
 * @param served whether this server answers by a protocol
 * @param mayBootOnce whether the machine of that name has its one boot still to come
 */
public record BootPlanner(
    BootPlans plans, Snapshot images, Predicate<Choice> served, Predicate<String> mayBootOnce) {

  /** What a machine does that gets a profile, and reads {@code script}. */
  public BootPlan plan(Decision decision, MachineIdentity machine, Script script) {
    String chosen = decision.reason();
    return switch (decision.profile().action()) {
      case Action.LocalDisk disk -> new BootPlan.LocalDisk(chosen);
      case Action.Menu menu ->
          new BootPlan.Menu(
              chosen,
              menu,
              menu.profiles().stream()
                  .flatMap(name -> plans.profile(name).stream())
                  .map(profile ->
                      new BootPlan.Choice(profile, choice(decision.with(profile), script)))
                  .toList());
      case Action.Boot boot when boot.once() && !mayBootOnce.test(decision.nameOf(machine)) ->
          new BootPlan.LocalDisk(
              chosen
                  + "; it has booted once, and 'pairboot next-boot "
                  + decision.nameOf(machine)
                  + "' has it boot once more");
      case Action.Boot boot -> plan(boot, decision, script);
    };
  }

  /** Who chooses it each time has it each time. */
  private BootPlan choice(Decision decision, Script script) {
    return decision.profile().action() instanceof Action.Boot boot
        ? plan(boot, decision, script)
        : new BootPlan.LocalDisk(decision.reason());
  }

  private BootPlan plan(Action.Boot boot, Decision decision, Script script) {
    Optional<ImageVersion> image = boot.image().map(images::find).orElseGet(images::latestOfAll);
    return image
        .map(found -> new ImagePlanner(found, boot, decision, script, served).plan())
        .orElseGet(() ->
            new BootPlan.Nothing(
                decision.reason(),
                boot.image()
                    .map(BootPlanner::unpublished)
                    .orElse("no image yet; add one with 'pairboot import'")));
  }

  private static String unpublished(ImageSelector image) {
    return "image " + image + " is not published; 'pairboot images' lists those that are";
  }
}
