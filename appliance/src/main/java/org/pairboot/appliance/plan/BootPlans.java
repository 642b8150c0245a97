package org.pairboot.appliance.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pairboot.appliance.plan.Decision.Chosen;
import org.pairboot.appliance.plan.Selector.Kind;
import org.pairboot.appliance.plan.Selector.Match;
import org.pairboot.artifacts.store.image.ImageSelector;

/** All profiles and machines. Immutable and thread-safe. */
public final class BootPlans {
  private final Map<String, Profile> profiles;
  private final List<Machine> machines;
  private final Profile fallback;
  private final Optional<ImageSelector> image;

  private final List<Shape> mostSpecificFirst;

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
    Map<List<Condition>, Shape> shapes = new HashMap<>();
    for (Machine machine : machines) {
      for (Selection selection : machine.selections()) {
        shapes
            .computeIfAbsent(Condition.of(selection), Shape::new)
            .add(new Chosen(machine, selection));
      }
    }
    mostSpecificFirst =
        shapes.values().stream().sorted(Comparator.comparing(Shape::selection).reversed()).toList();
  }

  /** What kind of condition it is, without the value: which decides how specific it is. */
  record Condition(Kind kind, int length) {
    static List<Condition> of(Selection selection) {
      return selection.selectors().stream()
          .map(selector -> new Condition(selector.kind(), selector.length()))
          .toList();
    }
  }

  /**
   * All selections with conditions of the same kinds and lengths, which are equally specific: of
   * these, one at most matches a machine. They are found by their values, so that a decision among
   * ten thousand machines takes no longer than among ten.
   */
  static final class Shape {
    private final List<Condition> conditions;
    private final List<Chosen> all = new ArrayList<>();
    private final Map<Selector, List<Chosen>> bySelector = new HashMap<>();

    private Shape(List<Condition> conditions) {
      this.conditions = conditions;
    }

    private void add(Chosen chosen) {
      all.add(chosen);
      for (Selector selector : chosen.selection().selectors()) {
        bySelector.computeIfAbsent(selector, _ -> new ArrayList<>(1)).add(chosen);
      }
    }

    private Selection selection() {
      return all.getFirst().selection();
    }

    /** All that may match {@code machine}, and few others: the fewest that one value has. */
    List<Chosen> candidates(MachineIdentity machine) {
      List<Chosen> fewest = all;
      for (Condition condition : conditions) {
        List<Chosen> found =
            Selector.holding(condition.kind(), condition.length(), machine)
                .map(selector -> bySelector.getOrDefault(selector, List.of()))
                .orElse(all);
        fewest = found.size() < fewest.size() ? found : fewest;
      }
      return fewest;
    }

    /** The one that matches {@code machine}, or one that might if more were known of it. */
    private Optional<Chosen> find(MachineIdentity machine) {
      return candidates(machine).stream()
          .filter(candidate -> candidate.selection().match(machine) != Match.NO)
          .findFirst();
    }
  }

  /** For tests: what decisions look at. */
  List<Shape> shapes() {
    return mostSpecificFirst;
  }

  /** The profile of the most specific selection that matches what is known of {@code machine}. */
  public Decision decide(MachineIdentity machine) {
    boolean open = false;
    for (Shape shape : mostSpecificFirst) {
      Optional<Chosen> found = shape.find(machine);
      if (found.isPresent() && found.get().selection().match(machine) == Match.YES) {
        return new Decision(profiles.get(found.get().machine().profile()), found, open);
      }
      open |= found.isPresent();
    }
    return new Decision(fallback, Optional.empty(), open);
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
