package org.pairboot.appliance.boot.planner;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.pairboot.appliance.machine.Standing.Verdict;
import org.pairboot.appliance.plan.Action;
import org.pairboot.appliance.plan.Action.PartProtocols.Choice;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.artifacts.store.Snapshot;
import org.pairboot.artifacts.store.image.ImageVersion;

/**
 * Decides what one machine boots. The same images, plans, decision and verdict give the same plan.
 */
public final class BootPlanner {
  private final BootPlans plans;
  private final Snapshot images;
  private final Predicate<Choice> served;
  private final Verdict oneTime;

  /**
   * @param served whether this server answers over a protocol
   * @param oneTime whether the machine may still boot what it boots only once
   */
  public BootPlanner(BootPlans plans, Snapshot images, Predicate<Choice> served, Verdict oneTime) {
    this.plans = plans;
    this.images = images;
    this.served = served;
    this.oneTime = oneTime;
  }

  /** What {@code machine} does with its profile when its loader reads {@code script}. */
  public BootPlan plan(Decision decision, MachineIdentity machine, Script script) {
    String chosen = decision.reason();
    return switch (decision.profile().action()) {
      case Action.LocalDisk disk -> new BootPlan.LocalDisk(chosen);
      case Action.Chain chain -> new ChainPlanner(chain, decision, machine, script).plan();
      case Action.Menu menu ->
          new BootPlan.Menu(
              chosen,
              menu,
              menu.profiles().stream()
                  .flatMap(name -> plans.profile(name).stream())
                  .map(profile ->
                      new BootPlan.Choice(profile, choice(decision.with(profile), machine, script)))
                  .toList());
      case Action.Boot boot when boot.once() -> once(boot, decision, machine, script);
      case Action.Boot boot -> plan(boot, decision, machine, script);
    };
  }

  /** Whether machines of different architectures get different things with this profile. */
  public boolean dependsOnArchitecture(Decision decision) {
    return switch (decision.profile().action()) {
      case Action.Boot boot ->
          WantedImage.of(boot, plans, images)
              .filter(BootPlanner::hasSeveralArchitectures)
              .isPresent();
      case Action.Chain chain -> false;
      case Action.LocalDisk disk -> false;
      case Action.Menu menu -> true;
    };
  }

  private static boolean hasSeveralArchitectures(WantedImage wanted) {
    Snapshot images = wanted.images();
    Stream<ImageVersion> versions =
        wanted.image().version().isPresent()
            ? wanted.version().stream()
            : images.versions(wanted.image().name()).stream();
    return versions
            .flatMap(version -> images.architectures(version.ref()).stream())
            .distinct()
            .count()
        > 1;
  }

  private BootPlan once(
      Action.Boot boot, Decision decision, MachineIdentity machine, Script script) {
    return switch (oneTime) {
      case Verdict.Open open -> plan(boot, decision, machine, script);
      case Verdict.Used used ->
          new BootPlan.LocalDisk(
              "%s; it has booted once, and 'pairboot next-boot %s' lets it boot once more"
                  .formatted(decision.reason(), decision.nameOf(machine)));
      case Verdict.Refused refused ->
          new BootPlan.LocalDisk(
              decision.reason() + "; no one-time boot: " + refused.reason(),
              Optional.of(refused.reason()));
    };
  }

  /** What a person chooses from a menu boots each time. */
  private BootPlan choice(Decision decision, MachineIdentity machine, Script script) {
    return switch (decision.profile().action()) {
      case Action.Boot boot -> plan(boot, decision, machine, script);
      case Action.Chain chain -> new ChainPlanner(chain, decision, machine, script).plan();
      case Action.LocalDisk disk -> new BootPlan.LocalDisk(decision.reason());
      case Action.Menu menu -> throw new IllegalArgumentException("a menu within a menu");
    };
  }

  private BootPlan plan(
      Action.Boot boot, Decision decision, MachineIdentity machine, Script script) {
    return WantedImage.of(boot, plans, images)
        .map(wanted -> plan(wanted, boot, decision, machine, script))
        .orElseGet(() -> new BootPlan.Nothing(decision.reason(), WantedImage.undecided(images)));
  }

  private BootPlan plan(
      WantedImage wanted,
      Action.Boot boot,
      Decision decision,
      MachineIdentity machine,
      Script script) {
    RunnableArchitectures runs = RunnableArchitectures.of(machine, script);
    String chosen = decision.reason() + wanted.origin().text();
    return runs.choose(wanted.images(), wanted.image())
        .map(image ->
            new ImagePlanner(image, boot, chosen, decision, machine, script, served).plan())
        .orElseGet(() ->
            new BootPlan.Nothing(
                chosen,
                wanted
                    .version()
                    .map(version -> runs.obstacle(images, version.ref()))
                    .orElseGet(() -> wanted.obstacle())));
  }
}
