package org.pairboot.appliance.plan;

import java.util.List;
import java.util.Map;

/**
 * One machine, or several that are treated alike.
 *
 * @param selections it is meant where one of them matches
 * @param variables for documents; they win over those of the profile
 */
public record Machine(
    String name, List<Selection> selections, String profile, Map<String, Object> variables) {

  public Machine {
    selections = List.copyOf(selections);
  }
}
