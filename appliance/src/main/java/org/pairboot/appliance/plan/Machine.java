package org.pairboot.appliance.plan;

import java.util.List;

/**
 * One machine, or several that are treated alike.
 *
 * @param selections it is meant where one of them matches
 */
public record Machine(String name, List<Selection> selections, String profile) {

  public Machine {
    selections = List.copyOf(selections);
  }
}
