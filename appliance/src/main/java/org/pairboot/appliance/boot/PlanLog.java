package org.pairboot.appliance.boot;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.pairboot.appliance.boot.planner.BootPlan;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.Decision;
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

  private final Set<String> told =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > MAX_LINES_KEPT;
            }
          });

  void add(BootPlan plan, Decision decision, MachineIdentity machine, BootPlans plans) {
    if (plan instanceof BootPlan.Nothing nothing) {
      String line = "nothing to boot for " + machine + ": " + nothing.reason();
      if (isNew(line)) {
        LOG.warn(line);
      }
    } else if (decision.chosen().isEmpty() && !plans.machines().isEmpty()) {
      String line = "unknown machine (" + machine + "): profile " + decision.profile().name();
      if (isNew(line)) {
        LOG.info(line);
      }
    }
  }

  private synchronized boolean isNew(String line) {
    return told.add(line);
  }
}
