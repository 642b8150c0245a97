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
  private final Optional<ImageSelector> image;

  /**
   * By the condition that identifies one machine, so that a decision among a thousand machines
   * takes no longer than among ten.
   */
  private final Map<Selector, List<Chosen>> byIdentity = new HashMap<>();

  private final List<Chosen> groups = new ArrayList<>();

  private final List<Chosen> mostSpecificFirst = new ArrayList<>();

  /**
   * @param profiles by name
   * @param machines no two of which have an equal selection, each with one of the profiles
   * @param fallback for machines that no selection matches
   * @param image what profiles boot that name none, by the setting {@code boot.image}
   */
  BootPlans(
      Map<String, Profile> profiles,
      List<Machine> machines,
      Profile fallback,
      Optional<ImageSelector> image) {
    this.profiles = Map.copyOf(profiles);
    this.machines = List.copyOf(machines);
    this.fallback = fallback;
    this.image = image;
    for (Machine machine : machines) {
      for (Selection selection : machine.selections()) {
        add(new Chosen(machine, selection));
      }
    }
    mostSpecificFirst.sort(Comparator.comparing(Chosen::selection).reversed());
  }

  private void add(Chosen candidate) {
    Selection selection = candidate.selection();
    if (selection.identifiesOneMachine()) {
      byIdentity.computeIfAbsent(selection.mostSpecific(), _ -> new ArrayList<>()).add(candidate);
    } else {
      groups.add(candidate);
    }
    mostSpecificFirst.add(candidate);
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
        Selector.identifying(machine)
            .flatMap(selector -> byIdentity.getOrDefault(selector, List.of()).stream()),
        groups.stream());
  }

  private boolean isOpen(MachineIdentity machine, Optional<Chosen> best) {
    return mostSpecificFirst.stream()
        .takeWhile(
            other -> best.isEmpty() || other.selection().compareTo(best.get().selection()) > 0)
        .anyMatch(other -> other.selection().match(machine) == Match.UNKNOWN);
  }

  public Optional<Profile> profile(String name) {
    return Optional.ofNullable(profiles.get(name));
  }

  /** For machines that no selection matches. */
  public Profile fallback() {
    return fallback;
  }

  /** What profiles boot that name no image, by the settings; empty where those name none. */
  public Optional<ImageSelector> image() {
    return image;
  }

  /** All profiles ordered by name, including the one for machines that no selection matches. */
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

  /**
   * A machine of the plans: one, or a group of machines that are treated alike.
   *
   * @param selections it is meant when one of them matches
   * @param arguments what is done to kernel arguments, after what the profile does
   * @param variables for documents and kernel arguments; they override those of the profile
   */
  public record Machine(
      String name,
      List<Selection> selections,
      String profile,
      ArgumentChange arguments,
      Map<String, Object> variables) {
    public Machine {
      selections = List.copyOf(selections);
    }

    /**
     * Whether its name is the name of one machine, and not of a group. Several identifiers are
     * those of one machine, such as the MAC addresses of its network cards.
     */
    public boolean isOneMachine() {
      return selections.stream().allMatch(Selection::identifiesOneMachine);
    }
  }
}
