package org.pairboot.appliance.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.appliance.plan.Decision.Chosen;
import org.pairboot.appliance.plan.Selector.Match;
import org.pairboot.artifacts.store.image.ImageSelector;

/** All profiles and machines. Immutable and thread-safe. */
public final class BootPlans {
  private final Map<String, Profile> profiles;
  private final List<Machine> machines;
  private final Profile fallback;

  /** By a condition that only one machine can meet, so that a thousand machines cost no more. */
  private final Map<Selector, List<Chosen>> exact = new HashMap<>();

  private final List<Chosen> groups = new ArrayList<>();

  /** Most specific first. */
  private final List<Chosen> all = new ArrayList<>();

  /**
   * @param profiles by name
   * @param machines no two of which have an equal selection, each with one of the profiles
   * @param fallback for machines that nothing selects
   */
  public BootPlans(Map<String, Profile> profiles, List<Machine> machines, Profile fallback) {
    this.profiles = Map.copyOf(profiles);
    this.machines = List.copyOf(machines);
    this.fallback = fallback;
    for (Machine machine : machines) {
      for (Selection selection : machine.selections()) {
        add(new Chosen(machine, selection));
      }
    }
    all.sort(Comparator.comparing(Chosen::selection).reversed());
  }

  private void add(Chosen chosen) {
    if (chosen.selection().isOfOneMachine()) {
      Selector strongest = chosen.selection().selectors().getFirst();
      exact.computeIfAbsent(strongest.folded(), unused -> new ArrayList<>()).add(chosen);
    } else {
      groups.add(chosen);
    }
    all.add(chosen);
  }

  /** The profile of the most specific selection that matches what is known of {@code machine}. */
  public Decision decide(MachineIdentity machine) {
    Optional<Chosen> best =
        candidates(machine)
            .filter(candidate -> candidate.selection().match(machine) == Match.YES)
            .max(Comparator.comparing(Chosen::selection));
    Profile profile = best.map(chosen -> profiles.get(chosen.machine().profile())).orElse(fallback);
    return new Decision(profile, best, isOpen(machine, best));
  }

  private Stream<Chosen> candidates(MachineIdentity machine) {
    return Stream.concat(
        Stream.of(
                machine.mac().map(Selector.Mac::new),
                machine.uuid().map(Selector.Uuid::new),
                machine.serial().map(Selector.Serial::new),
                machine.assetTag().map(Selector.AssetTag::new))
            .flatMap(Optional::stream)
            .flatMap(selector -> exact.getOrDefault(selector.folded(), List.of()).stream()),
        groups.stream());
  }

  private boolean isOpen(MachineIdentity machine, Optional<Chosen> best) {
    return all.stream()
        .takeWhile(
            other -> best.isEmpty() || other.selection().compareTo(best.get().selection()) > 0)
        .anyMatch(other -> other.selection().match(machine) == Match.UNKNOWN);
  }

  /** The profile of that name. */
  public Optional<Profile> profile(String name) {
    return Optional.ofNullable(profiles.get(name));
  }

  /** All profiles, in the order of their names, and the one of machines that nothing selects. */
  public List<Profile> profiles() {
    return Stream.concat(profiles.values().stream(), Stream.of(fallback))
        .distinct()
        .sorted(Comparator.comparing(Profile::name))
        .toList();
  }

  /** The images that profiles name. */
  public List<ImageSelector> images() {
    return profiles.values().stream()
        .map(Profile::action)
        .filter(Action.Boot.class::isInstance)
        .flatMap(action -> ((Action.Boot) action).image().stream())
        .toList();
  }

  public List<Machine> machines() {
    return machines;
  }
}
