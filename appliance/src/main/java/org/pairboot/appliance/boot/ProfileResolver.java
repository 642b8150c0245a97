package org.pairboot.appliance.boot;

import java.util.Optional;
import java.util.function.Supplier;
import org.pairboot.appliance.boot.name.MachineFacts;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.artifacts.catalog.BootRequest;

/** Finds the machine and profile that a name of this program's own making is about. */
record ProfileResolver(Supplier<BootPlans> plans) {

  /** A machine, and what was decided for it. */
  record Decided(MachineIdentity machine, Decision decision) {
    /** What it is called where something is noted of it. */
    String name() {
      return decision.nameOf(machine);
    }
  }

  /**
   * @param facts a segment of the name, as {@link MachineFacts#text} wrote it; empty for a profile
   *     that there is no more
   */
  Optional<Decided> decide(String facts, BootRequest request) {
    MachineFacts told = MachineFacts.parse(facts);
    MachineIdentity machine = told.identity().withAddress(Optional.of(request.peer().getAddress()));
    BootPlans current = plans.get();
    Decision decision = current.decide(machine);
    return told.profile()
        .map(name -> current.profile(name).map(decision::with))
        .orElse(Optional.of(decision))
        .map(decided -> new Decided(machine, decided));
  }
}
