package org.pairboot.appliance.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pairboot.appliance.machine.Candidate.Origin;
import org.pairboot.appliance.plan.Action;
import org.pairboot.appliance.plan.BootPlans;
import org.pairboot.appliance.plan.BootPlans.Machine;
import org.pairboot.appliance.plan.Decision;
import org.pairboot.appliance.plan.MachineIdentity;
import org.pairboot.appliance.plan.Profile;
import org.pairboot.appliance.plan.Selection;

/**
 * Which identifiers the plans say belong to one machine: those of one entry, and of entries that
 * have one in common. Immutable.
 */
final class PlannedMachines {
  private final BootPlans plans;
  private final Map<String, Joined> byIdentifier = new HashMap<>();
  private final Map<String, Joined> byName = new HashMap<>();

  /** UUIDs and serials in entries of machines that have no network card in common. */
  private final Set<String> shared = new HashSet<>();

  /**
   * Whether a group or the default profile gives one-time boots, so that any machine may get one.
   */
  private final boolean anybodyMayBootOnce;

  @SuppressWarnings("IdentityHashMapUsage")
  PlannedMachines(BootPlans plans) {
    this.plans = plans;
    // By identity, because a machine's hash is that of all that the plans say of it.
    Map<Machine, MachineKey> keys = new IdentityHashMap<>();
    for (Machine machine : plans.machines()) {
      keys.put(machine, key(machine));
    }
    findShared(keys);
    keys.forEach(this::join);
    anybodyMayBootOnce =
        bootsOnce(plans.decide(MachineIdentity.UNKNOWN).profile())
            || plans.machines().stream()
                .filter(machine -> keys.get(machine).isEmpty())
                .anyMatch(this::bootsOnce);
  }

  /** One machine, which may have several entries: for BIOS and for UEFI, for example. */
  private static final class Joined {
    private MachineKey key = MachineKey.NONE;
    private boolean bootsOnce;
  }

  private static MachineKey key(Machine machine) {
    return machine.isOneMachine()
        ? MachineKey.of(
            machine.selections().stream()
                .map(Selection::identity)
                .map(MachineKey::of)
                .collect(Collectors.toSet()))
        : MachineKey.NONE;
  }

  private void findShared(Map<Machine, MachineKey> keys) {
    Map<String, MachineKey> first = new HashMap<>();
    for (MachineKey key : keys.values()) {
      for (String identifier : key.uuidsAndSerials()) {
        MachineKey other = first.putIfAbsent(identifier, key);
        if (other != null && other.differsInMac(key)) {
          shared.add(identifier);
        }
      }
    }
  }

  private void join(Machine machine, MachineKey key) {
    if (key.isEmpty()) {
      return;
    }
    List<String> identifiers = new ArrayList<>(key.identifiers());
    identifiers.removeAll(shared);
    Joined joined = new Joined();
    joined.key = key;
    joined.bootsOnce = bootsOnce(machine);
    for (String identifier : List.copyOf(identifiers)) {
      Joined before = byIdentifier.get(identifier);
      if (before != null && before != joined) {
        joined.key = joined.key.with(before.key);
        joined.bootsOnce |= before.bootsOnce;
        replace(before, joined);
      }
    }
    identifiers.forEach(identifier -> byIdentifier.put(identifier, joined));
    byName.put(machine.name(), joined);
  }

  private void replace(Joined before, Joined by) {
    before.key.identifiers().forEach(identifier -> byIdentifier.replace(identifier, before, by));
    byName.replaceAll((name, joined) -> joined == before ? by : joined);
  }

  private boolean bootsOnce(Machine machine) {
    return plans.profile(machine.profile()).map(PlannedMachines::bootsOnce).orElse(false);
  }

  /** What people choose from a menu boots each time. */
  private static boolean bootsOnce(Profile profile) {
    return profile.action() instanceof Action.Boot boot && boot.once();
  }

  /** Whether it was made from {@code others}. */
  boolean isOf(BootPlans others) {
    return plans == others;
  }

  /** Who {@code machine} is, for which these plans decided. */
  Candidate candidate(Decision decision, MachineIdentity machine) {
    MachineKey told = MachineKey.of(machine);
    MachineKey planned =
        decision
            .chosen()
            .map(chosen -> byName.get(chosen.machine().name()))
            .or(() ->
                told.identifiers().stream()
                    .sorted()
                    .flatMap(identifier -> Stream.ofNullable(byIdentifier.get(identifier)))
                    .findFirst())
            .map(joined -> joined.key)
            .orElse(MachineKey.NONE);
    Origin origin =
        !planned.isEmpty()
            ? Origin.NAMED
            : decision.chosen().isPresent() ? Origin.GROUP : Origin.UNKNOWN;
    return new Candidate(told.with(planned), planned, decision.nameOf(machine), origin);
  }

  /** An identifier that the plans give to another machine than the rest of the candidate's. */
  Optional<String> foreign(Candidate candidate) {
    return candidate.key().identifiers().stream()
        .sorted()
        .filter(identifier -> {
          Joined joined = byIdentifier.get(identifier);
          return joined != null && !joined.key.equals(candidate.planned());
        })
        .map(candidate.key()::told)
        .findFirst();
  }

  /** Whether the plans name both, and as two machines. */
  boolean areApart(Candidate candidate, BootRecord record) {
    return !candidate.planned().isEmpty()
        && record.key().macs().stream()
            .map(mac -> byIdentifier.get("mac " + mac))
            .anyMatch(joined -> joined != null && !joined.key.equals(candidate.planned()));
  }

  boolean isShared(String identifier) {
    return shared.contains(identifier);
  }

  /** What the plans say of the machine with that name; nothing when they have none. */
  MachineKey named(String name) {
    Joined joined = byName.get(name);
    return joined == null ? MachineKey.NONE : joined.key;
  }

  /** Whether the machine of {@code record} might get a one-time boot. */
  boolean mayBootOnce(BootRecord record) {
    return anybodyMayBootOnce
        || Stream.concat(
                record.key().identifiers().stream().map(byIdentifier::get),
                Stream.of(record.label()).filter(_ -> record.key().isEmpty()).map(byName::get))
            .anyMatch(joined -> joined != null && joined.bootsOnce);
  }
}
