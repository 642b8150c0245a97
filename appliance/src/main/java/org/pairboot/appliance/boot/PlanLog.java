package org.pairboot.appliance.boot;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.MachineIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator of machines that cannot boot, and of those that no plan names: each once for
 * each reason, because such a machine asks again and again. Thread-safe; bounded.
 */
final class PlanLog {
  private static final Logger LOG = LoggerFactory.getLogger("org.pairboot.plans");
  private static final int MAX_LINES_KEPT = 4096;

  /** Emptied when it is full, after which some lines come again. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  private final Supplier<BootPlans> plans;

  PlanLog(Supplier<BootPlans> plans) {
    this.plans = plans;
  }

  void add(Answer answer) {
    if (!(answer instanceof Answer.Planned planned)) {
      return;
    }
    MachineIdentity machine = planned.machine();
    switch (planned.plan()) {
      case BootPlan.Nothing nothing ->
          once("nothing to boot for " + machine + ": " + nothing.reason(), LOG::warn);
      case BootPlan.LocalDisk disk when disk.refusal().isPresent() ->
          once(
              "%s boots from its local disk: %s".formatted(machine, disk.refusal().get()),
              LOG::warn);
      default -> {
        if (planned.decision().chosen().isEmpty() && !plans.get().machines().isEmpty()) {
          once(
              "unknown machine (%s): profile %s"
                  .formatted(machine, planned.decision().profile().name()),
              LOG::info);
        }
      }
    }
  }

  private void once(String line, Consumer<String> log) {
    if (told.contains(line)) {
      return;
    }
    if (told.size() >= MAX_LINES_KEPT) {
      told.clear();
    }
    if (told.add(line)) {
      log.accept(line);
    }
  }
}
