package org.pairboot.appliance.machine;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
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
 * Plans, and which identifiers they say belong to one machine: those of one entry, and of entries
 * that have one in common. Immutable and thread-safe. Making it takes time that grows with the
 * number of machines.
 */
public final class PlannedMachines {
  private final BootPlans plans;
  private final Map<String, Joined> byIdentifier = new HashMap<>();
  private final Map<String, Joined> byName = new HashMap<>();

  /** UUIDs and serials in entries of machines that have no network card in common. */
  private final Set<String> shared = new HashSet<>();

  /**
   * Whether a group or the default profile gives one-time boots, so that any machine may get one.
   */
  private final boolean anybodyMayBootOnce;

  public PlannedMachines(BootPlans plans) {
    this.plans = plans;
    List<Entry> entries =
        plans.machines().stream().map(machine -> Entry.of(machine, key(machine))).toList();
    findShared(entries);
    joined(entries).forEach(this::add);
    anybodyMayBootOnce =
        bootsOnce(plans.decide(MachineIdentity.UNKNOWN).profile())
            || entries.stream()
                .filter(entry -> entry.key().isEmpty())
                .anyMatch(entry -> bootsOnce(entry.machine()));
  }

  /**
   * A machine of the plans.
   *
   * @param key empty for a group
   * @param identifiers of the key
   */
  private record Entry(Machine machine, MachineKey key, Set<String> identifiers) {
    static Entry of(Machine machine, MachineKey key) {
      return new Entry(machine, key, key.identifiers());
    }
  }

  /** One machine, which may have several entries: for BIOS and for UEFI, for example. */
  private record Joined(MachineKey key, boolean bootsOnce) {}

  private static MachineKey key(Machine machine) {
    return machine.isOneMachine()
        ? MachineKey.ofOne(machine.selections().stream().map(Selection::identity).toList())
        : MachineKey.NONE;
  }

  private void findShared(List<Entry> entries) {
    Map<String, MachineKey> first = new HashMap<>();
    for (Entry entry : entries) {
      for (String identifier : entry.key().uuidsAndSerials()) {
        MachineKey other = first.putIfAbsent(identifier, entry.key());
        if (other != null && other.differsInMac(entry.key())) {
          shared.add(identifier);
        }
      }
    }
  }

  /** The entries of each machine: those with an identifier in common, and so on from these. */
  private Collection<List<Entry>> joined(List<Entry> entries) {
    int[] earlier = IntStream.range(0, entries.size()).toArray();
    Map<String, Integer> holders = new HashMap<>();
    for (int entry = 0; entry < earlier.length; entry++) {
      for (String identifier : identifying(entries.get(entry))) {
        Integer other = holders.putIfAbsent(identifier, entry);
        if (other != null) {
          int first = first(earlier, entry);
          int otherFirst = first(earlier, other);
          earlier[Math.max(first, otherFirst)] = Math.min(first, otherFirst);
        }
      }
    }
    return IntStream.range(0, earlier.length)
        .filter(entry -> !entries.get(entry).key().isEmpty())
        .boxed()
        .collect(groupingBy(entry -> first(earlier, entry), mapping(entries::get, toList())))
        .values();
  }

  /** The first entry of the same machine, as far as it is known. */
  private static int first(int[] earlier, int entry) {
    int at = entry;
    while (earlier[at] != at) {
      // Half of the way is enough the next time, which keeps all ways short.
      earlier[at] = earlier[earlier[at]];
      at = earlier[at];
    }
    return at;
  }

  private Set<String> identifying(Entry entry) {
    if (shared.isEmpty()) {
      return entry.identifiers();
    }
    Set<String> identifiers = new HashSet<>(entry.identifiers());
    identifiers.removeAll(shared);
    return identifiers;
  }

  private void add(List<Entry> entries) {
    Joined machine =
        new Joined(
            entries.size() == 1
                ? entries.getFirst().key()
                : MachineKey.of(entries.stream().map(Entry::key).toList()),
            entries.stream().anyMatch(entry -> bootsOnce(entry.machine())));
    for (Entry entry : entries) {
      identifying(entry).forEach(identifier -> byIdentifier.put(identifier, machine));
      byName.put(entry.machine().name(), machine);
    }
  }

  private boolean bootsOnce(Machine machine) {
    return plans.profile(machine.profile()).map(PlannedMachines::bootsOnce).orElse(false);
  }

  /** What people choose from a menu boots each time. */
  private static boolean bootsOnce(Profile profile) {
    return profile.action() instanceof Action.Boot boot && boot.once();
  }

  public BootPlans plans() {
    return plans;
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
            .map(joined -> joined.key())
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
          return joined != null && !joined.key().equals(candidate.planned());
        })
        .map(candidate.key()::told)
        .findFirst();
  }

  /** Whether the plans name both, and as two machines. */
  boolean areApart(Candidate candidate, BootRecord record) {
    return !candidate.planned().isEmpty()
        && record.key().macs().stream()
            .map(mac -> byIdentifier.get("mac " + mac))
            .anyMatch(joined -> joined != null && !joined.key().equals(candidate.planned()));
  }

  boolean isShared(String identifier) {
    return shared.contains(identifier);
  }

  /** What the plans say of the machine with that name; nothing when they have none. */
  MachineKey named(String name) {
    Joined joined = byName.get(name);
    return joined == null ? MachineKey.NONE : joined.key();
  }

  /** Whether the machine of {@code record} might get a one-time boot. */
  boolean mayBootOnce(BootRecord record) {
    return anybodyMayBootOnce
        || Stream.concat(
                record.key().identifiers().stream().map(byIdentifier::get),
                Stream.of(record.label()).filter(_ -> record.key().isEmpty()).map(byName::get))
            .anyMatch(joined -> joined != null && joined.bootsOnce());
  }
}
