package org.pairboot.it.firmware;

import java.util.List;

/** All that there is to play. */
final class Scenarios {
  private Scenarios() {}

  static List<Scenario> all() {
    return Matrix.scenarios().toList();
  }

  static List<String> names() {
    return all().stream().map(Scenario::name).toList();
  }
}
