package org.pairboot.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearMatchTest {
  private static final List<String> CANDIDATES = List.of("fcos-stable", "fcos-testing", "demo");

  @Test
  void suggestsTheNearestCandidate() {
    assertThat(NearMatch.of("fcos-stabel", CANDIDATES)).contains("fcos-stable");
    assertThat(NearMatch.of("dem", CANDIDATES)).contains("demo");
  }

  @Test
  void suggestsNothingForADifferentWord() {
    assertThat(NearMatch.of("ubuntu", CANDIDATES)).isEmpty();
  }
}
