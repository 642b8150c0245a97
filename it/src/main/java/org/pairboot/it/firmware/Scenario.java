package org.pairboot.it.firmware;

import java.util.List;
import java.util.stream.Stream;
import org.pairboot.it.firmware.image.DataDirectories;
import org.pairboot.it.firmware.machine.Laboratory;

/**
 * One boot, or several, with an expected end.
 *
 * @param name as a person types it, such as {@code pxelinux/appended}
 * @param shows what it proves, in a few words
 */
record Scenario(String name, RunKind runKind, String shows, Script script) {
  /** Which runs include a scenario. */
  enum RunKind {
    EVERY_RUN("every run"),
    FULL_RUN("full run");

    private final String term;

    RunKind(String term) {
      this.term = term;
    }

    String term() {
      return term;
    }
  }

  /** What happens in a laboratory. It fails with an {@link AssertionError} that says why. */
  @FunctionalInterface
  interface Script {
    /**
     * Plays the scenario.
     *
     * @param laboratory its own, empty laboratory
     * @param images shared by all scenarios
     * @return one line about the outcome
     */
    String play(Laboratory laboratory, DataDirectories images);
  }

  static List<Scenario> all() {
    // Those that take longest come first, so that none of them runs alone at the end.
    return Stream.of(
            SystemScenarios.scenarios(),
            Matrix.scenarios(),
            ScreenScenarios.scenarios(),
            FaultScenarios.scenarios(),
            MediumScenarios.scenarios(),
            UBootScenarios.scenarios(),
            CardScenarios.scenarios(),
            ArgumentScenarios.scenarios(),
            BootStorm.scenarios())
        .flatMap(scenarios -> scenarios)
        .toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
