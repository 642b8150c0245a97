package org.pairboot.appliance.plan;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.pairboot.appliance.plan.Selector.Kind;
import org.pairboot.appliance.plan.Selector.Match;

/**
 * Conditions that must all hold.
 *
 * <p>Selections are compared by their most specific condition, in the order of {@link Kind}; when
 * both have the same one, with equal lengths, the next decides. So a condition that identifies one
 * machine always wins over one that describes a group, and of two groups the smaller network or the
 * longer prefix wins.
 *
 * @param selectors at least one, at most one of each kind, in the order of their kinds
 */
public record Selection(List<Selector> selectors) implements Comparable<Selection> {

  public Selection {
    selectors =
        selectors.size() == 1
            ? List.copyOf(selectors)
            : selectors.stream().sorted(Comparator.comparing(Selector::kind)).toList();
    if (selectors.isEmpty()
        || selectors.stream().map(Selector::kind).distinct().count() < selectors.size()) {
      throw new IllegalArgumentException("expected one or more selectors, each of another kind");
    }
  }

  /** {@code NO} when one condition fails, else {@code UNKNOWN} when one cannot be decided. */
  Match match(MachineIdentity machine) {
    Match all = Match.YES;
    for (Selector selector : selectors) {
      switch (selector.match(machine)) {
        case NO -> {
          return Match.NO;
        }
        case UNKNOWN -> all = Match.UNKNOWN;
        case YES -> {}
      }
    }
    return all;
  }

  /** The greater one is more specific. Selections that are not equal can compare as 0. */
  @Override
  public int compareTo(Selection other) {
    for (Kind kind : Kind.values()) {
      int compared = Integer.compare(weight(kind), other.weight(kind));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  private int weight(Kind kind) {
    return selectors.stream()
        .filter(selector -> selector.kind() == kind)
        .mapToInt(Selector::length)
        .findFirst()
        .orElse(-1);
  }

  /** What it says of the machines that it matches. */
  public MachineIdentity identity() {
    MachineIdentity machine = MachineIdentity.UNKNOWN;
    for (Selector selector : selectors) {
      machine = selector.addTo(machine);
    }
    return machine;
  }

  /** A machine that it matches. */
  public MachineIdentity example() {
    MachineIdentity machine = MachineIdentity.UNKNOWN;
    for (Selector selector : selectors) {
      machine = selector.exampleOf(machine);
    }
    return machine;
  }

  /** Whether it matches one machine only. */
  boolean identifiesOneMachine() {
    return mostSpecific().kind().identifiesOneMachine();
  }

  Selector mostSpecific() {
    return selectors.getFirst();
  }

  /** For people, such as {@code subnet 10.2.0.0/16, firmware uefi}. */
  @Override
  public String toString() {
    return selectors.stream().map(Selector::toString).collect(Collectors.joining(", "));
  }
}
