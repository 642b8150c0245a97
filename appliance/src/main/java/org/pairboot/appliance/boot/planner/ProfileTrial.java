package org.pairboot.appliance.boot.planner;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.pairboot.appliance.machine.Standing.Verdict;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.BootPlans.Machine;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.Decision.Chosen;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.Profile;
import org.pairboot.artifacts.store.Snapshot;

/**
 * Tries what machines would get, before one asks.
 *
 * @param served whether this server answers over a protocol
 */
public record ProfileTrial(BootPlans plans, Snapshot images, Predicate<Choice> served) {
  /** Has everything that kernel arguments can ask for, and nothing that limits the choice. */
  private static final MachineIdentity EXAMPLE =
      MachineIdentity.UNKNOWN
          .withMac(new MacAddress(0x525400123456L))
          .withUuid(new UUID(0, 1))
          .withSerial("SERIAL1")
          .withAssetTag("ASSET1")
          .withAddress(Optional.of(InetAddress.ofLiteral("192.0.2.10")));

  private static final List<Script> LOADERS = List.of(Script.PXELINUX, Script.GRUB, Script.IPXE);

  /**
   * Why no loader has anything to boot with {@code profile}; empty where one has, or where nothing
   * is meant to boot.
   */
  public Optional<String> obstacle(Profile profile) {
    return obstacle(Decision.example(profile), MachineIdentity.UNKNOWN);
  }

  /** The same for a machine of the plans, as far as its selections say what it is. */
  public Optional<String> obstacle(Machine machine) {
    Profile profile = plans.profile(machine.profile()).orElseThrow();
    return machine.selections().stream()
        .flatMap(selection ->
            obstacle(
                new Decision(profile, Optional.of(new Chosen(machine, selection)), false),
                selection.identity())
                .stream())
        .findFirst();
  }

  private Optional<String> obstacle(Decision decision, MachineIdentity machine) {
    BootPlanner planner = new BootPlanner(plans, images, served, new Verdict.Open());
    MachineIdentity known = machine.or(EXAMPLE);
    List<BootPlan> tried =
        LOADERS.stream().map(loader -> planner.plan(decision, known, loader)).toList();
    return tried.getFirst() instanceof BootPlan.Nothing first
            && tried.stream().allMatch(BootPlan.Nothing.class::isInstance)
        ? Optional.of(first.reason())
        : Optional.empty();
  }
}
