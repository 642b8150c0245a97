package org.pairboot.appliance.boot;

import org.pairboot.appliance.machine.ReportResult;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.artifacts.catalog.BootRequest;

/**
 * Receives what machines were answered and what they reported. Not called for probes. Called on I/O
 * threads, possibly on several at the same time: implementations are thread-safe and return at
 * once.
 */
public interface BootListener {
  /** Ignores everything. */
  BootListener NONE =
      new BootListener() {
        @Override
        public void answered(Question question, Answer answer) {}

        @Override
        public void reported(
            BootRequest request, MachineIdentity machine, Decision decision, ReportResult result) {}
      };

  /** A loader has asked for its script. */
  void answered(Question question, Answer answer);

  /** A machine has reported that its system runs. */
  void reported(
      BootRequest request, MachineIdentity machine, Decision decision, ReportResult result);
}
