package org.pairboot.it.firmware;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.pairboot.it.firmware.wire.Traffic;

/**
 * What became of a scenario.
 *
 * @param verdict what it says of itself
 * @param failure why it did not end well
 */
record Result(
    Scenario scenario,
    String verdict,
    Optional<Throwable> failure,
    Duration duration,
    Traffic traffic) {

  /** In the order in which the scenarios are listed. */
  static final Comparator<Result> BY_SCENARIO =
      Comparator.comparingInt(result -> Scenarios.names().indexOf(result.scenario().name()));
}
