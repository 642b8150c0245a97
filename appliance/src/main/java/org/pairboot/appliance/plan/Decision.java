package org.pairboot.appliance.plan;

import java.util.Optional;

/**
 * Which profile a machine gets, and why.
 *
 * @param chosen empty where nothing selects the machine
 * @param open whether a more specific selection might match if more were known of the machine
 */
public record Decision(Profile profile, Optional<Chosen> chosen, boolean open) {

  /** A machine of the plans, and the selection that matched. */
  public record Chosen(Machine machine, Selection selection) {}

  /** For people, such as {@code machine node1 (mac 52:54:00:12:34:56), profile worker}. */
  public String reason() {
    return chosen
            .map(by -> "machine " + by.machine().name() + " (" + by.selection() + ")")
            .orElse("no machine of the plans")
        + ", profile "
        + profile.name();
  }
}
