package org.pairboot.appliance.plan;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.pairboot.appliance.plan.BootPlans.Machine;

/**
 * Which profile a machine gets, and why.
 *
 * @param chosen empty when no machine of the plans matches
 * @param open whether a more specific selection might match if more were known of the machine
 */
public record Decision(Profile profile, Optional<Chosen> chosen, boolean open) {
  /** A machine of the plans, and the selection that matched. */
  public record Chosen(Machine machine, Selection selection) {}

  /** What would be decided for a machine of which everything is known. */
  public static Decision example(Profile profile) {
    Selection selection = new Selection(List.of(Selector.ofMac(new MacAddress(0x525400123456L))));
    Machine machine =
        new Machine("machine1", List.of(selection), profile.name(), ArgumentChange.NONE, Map.of());
    return new Decision(profile, Optional.of(new Chosen(machine, selection)), false);
  }

  /** The variables for its documents, except those of {@link MachineIdentity}. */
  public Map<String, Object> variables() {
    Map<String, Object> all = new HashMap<>(profile.variables());
    chosen.ifPresent(by -> all.putAll(by.machine().variables()));
    return all;
  }

  /** The same machine with another profile, which somebody chose from a menu. */
  public Decision with(Profile other) {
    return new Decision(other, chosen, open);
  }

  /**
   * The name under which something is recorded for {@code machine}: its name in the plans, unless
   * that is the name of a group, else the property that identifies it.
   */
  public String nameOf(MachineIdentity machine) {
    return chosen
        .map(Chosen::machine)
        .filter(Machine::isOneMachine)
        .map(Machine::name)
        .or(() -> machine.mac().map(MacAddress::toString))
        .or(() -> machine.uuid().map(UUID::toString))
        .or(machine::serial)
        .or(() -> machine.address().map(InetAddress::getHostAddress))
        .orElse("unknown");
  }

  /** For people, such as {@code machine node1 (mac 52:54:00:12:34:56), profile worker}. */
  public String reason() {
    return chosen
            .map(by -> "machine " + by.machine().name() + " (" + by.selection() + ")")
            .orElse("no machine of the plans")
        + ", profile "
        + profile.name();
  }
}
