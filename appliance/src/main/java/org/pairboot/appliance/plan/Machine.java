package org.pairboot.appliance.plan;

import java.util.List;
import java.util.Map;

/**
 * A machine of the plans: one, or a group of machines that are treated alike.
 *
 * @param selections it is meant when one of them matches
 * @param variables for documents; they override those of the profile
 */
public record Machine(
    String name, List<Selection> selections, String profile, Map<String, Object> variables) {
  public Machine {
    selections = List.copyOf(selections);
  }

  /** Whether its name is the name of one machine, and not of a group. */
  boolean isOneMachine() {
    return selections.size() == 1 && selections.getFirst().identifiesOneMachine();
  }
}
