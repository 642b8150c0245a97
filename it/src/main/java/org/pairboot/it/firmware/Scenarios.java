package org.pairboot.it.firmware;

import java.util.List;
import java.util.stream.Stream;

/** All that there is to play. */
final class Scenarios {
  private Scenarios() {}

  static List<Scenario> all() {
    return Stream.of(
            Matrix.scenarios(),
            Screens.scenarios(),
            Mishaps.scenarios(),
            Systems.scenarios(),
            UBoot.scenarios(),
            Storm.scenarios())
        .flatMap(scenarios -> scenarios)
        .toList();
  }

  static List<String> names() {
    return all().stream().map(Scenario::name).toList();
  }
}
