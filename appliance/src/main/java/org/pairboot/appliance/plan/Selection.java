package org.pairboot.appliance.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pairboot.appliance.plan.Selector.Kind;
import org.pairboot.appliance.plan.Selector.Match;

/**
 * Conditions that all have to hold.
 *
 * <p>Selections are compared by their most specific condition, in the order of {@link Kind}; where
 * both have the same one, with equal lengths, the next decides. So what names a machine itself
 * always wins over what names a group, and of two groups the smaller network or longer prefix.
 *
 * @param selectors at least one, at most one of each kind, in the order of their kinds
 */
public record Selection(List<Selector> selectors) implements Comparable<Selection> {

  public Selection {
    selectors = selectors.stream().sorted(Comparator.comparing(Selector::kind)).toList();
    if (selectors.isEmpty()
        || selectors.stream().map(Selector::kind).distinct().count() < selectors.size()) {
      throw new IllegalArgumentException("one selector of each kind at most, and one at least");
    }
  }

  /** {@code NO} when one condition fails, else {@code UNKNOWN} when one cannot be told. */
  public Match match(MachineIdentity machine) {
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

  /** Greater is more specific; 0 also for selections that are not equal. */
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

  /** Whether no two machines can meet it. */
  boolean isOfOneMachine() {
    return selectors.getFirst().kind().isOfOneMachine();
  }

  /** The same in the one form that all its spellings have. */
  Selection folded() {
    return new Selection(selectors.stream().map(Selector::folded).toList());
  }

  /** The condition of {@code kind}, if there is one. */
  Optional<Selector> selector(Kind kind) {
    return selectors.stream().filter(selector -> selector.kind() == kind).findFirst();
  }

  private int weight(Kind kind) {
    return selector(kind).map(Selector::length).orElse(-1);
  }

  /** For people, such as {@code subnet 10.2.0.0/16, firmware uefi}. */
  @Override
  public String toString() {
    return selectors.stream().map(Selector::toString).collect(Collectors.joining(", "));
  }
}
