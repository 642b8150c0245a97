package org.pairboot.appliance.machine;

import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;

/**
 * What a machine is known by, whatever its name in the plans.
 *
 * @param serials in lower case, because plans match them in any case
 */
public record MachineKey(Set<UUID> uuids, Set<MacAddress> macs, Set<String> serials) {
  public static final MachineKey NONE = new MachineKey(Set.of(), Set.of(), Set.of());

  public MachineKey {
    uuids = Set.copyOf(uuids);
    macs = Set.copyOf(macs);
    serials =
        serials.stream()
            .map(serial -> serial.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** What {@code machine} tells of itself. */
  public static MachineKey of(MachineIdentity machine) {
    return new MachineKey(
        machine.uuid().stream().collect(Collectors.toSet()),
        machine.mac().stream().collect(Collectors.toSet()),
        machine.serial().stream().collect(Collectors.toSet()));
  }

  /** Whether nothing in it identifies a machine. */
  public boolean isEmpty() {
    return uuids.isEmpty() && macs.isEmpty() && serials.isEmpty();
  }

  MachineKey with(MachineKey other) {
    return new MachineKey(
        union(uuids, other.uuids), union(macs, other.macs), union(serials, other.serials));
  }

  private static <T> Set<T> union(Set<T> one, Set<T> other) {
    return Stream.concat(one.stream(), other.stream()).collect(Collectors.toSet());
  }
}
