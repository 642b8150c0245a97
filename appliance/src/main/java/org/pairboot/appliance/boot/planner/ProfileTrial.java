package org.pairboot.appliance.boot.planner;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.pairboot.appliance.machine.Standing.Verdict;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.Profile;
import org.pairboot.artifacts.store.Snapshot;

/**
 * Tries what machines with a profile would get, before there is one.
 *
 * @param served whether this server answers by a protocol
 */
public record ProfileTrial(BootPlans plans, Snapshot images, Predicate<Choice> served) {
  private static final List<Script> LOADERS = List.of(Script.PXELINUX, Script.GRUB, Script.IPXE);

  /** Why no loader has anything to boot with {@code profile}; empty where one has, or shall not. */
  public Optional<String> obstacle(Profile profile) {
    BootPlanner planner = new BootPlanner(plans, images, served, new Verdict.Open());
    Decision decision = new Decision(profile, Optional.empty(), false);
    List<BootPlan> tried =
        LOADERS.stream()
            .map(loader -> planner.plan(decision, MachineIdentity.UNKNOWN, loader))
            .toList();
    return tried.getFirst() instanceof BootPlan.Nothing first
            && tried.stream().allMatch(BootPlan.Nothing.class::isInstance)
        ? Optional.of(first.reason())
        : Optional.empty();
  }
}
