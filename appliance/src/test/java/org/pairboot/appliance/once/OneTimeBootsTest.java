package org.pairboot.appliance.once;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.once.OneTimeBoots.Stage;
import org.pairboot.appliance.once.OneTimeBoots.Used;

class OneTimeBootsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path directory;
  private Instant now = START;

  @Test
  void aBootIsUsedUpSomeTimeAfterItBeganAlsoForAServerStartedAnew() throws Exception {
    assertThat(boots().isOpen("node1")).isTrue();
    assertThat(boots().all()).isEmpty();
    assertThat(boots().begin("node1")).isTrue();
    now = START.plus(OneTimeBoots.TRIES).minusSeconds(1);
    assertThat(boots().begin("node1")).isTrue();
    now = now.plusSeconds(1);

    assertThat(boots().begin("node1")).isFalse();
    assertThat(boots().isOpen("node1")).isFalse();
    assertThat(boots().all()).containsExactly(new Used("node1", Stage.BEGUN, START));
    assertThat(boots().begin("node2")).isTrue();
  }

  @Test
  void aReportedBootIsUsedUpAtOnce() throws Exception {
    boots().begin("node1");
    boots().booted("node1");
    boots().booted("never-begun");

    assertThat(boots().begin("node1")).isFalse();
    assertThat(boots().all()).containsExactly(new Used("node1", Stage.BOOTED, START));
  }

  @Test
  void whoeverIsAskedForAgainBootsOnceMore() throws Exception {
    boots().begin("52:54:00:00:00:01");
    now = START.plus(Duration.ofDays(400));

    assertThat(boots().again("52:54:00:00:00:01")).isTrue();
    assertThat(boots().again("52:54:00:00:00:01")).isFalse();
    assertThat(boots().begin("52:54:00:00:00:01")).isTrue();
  }

  @Test
  void anyNameStaysWithinTheDirectory() throws Exception {
    for (String name : new String[] {"../../x", "a/b", "Ä \u0001", "x".repeat(400), "."}) {
      assertThat(boots().begin(name)).isTrue();
    }

    assertThat(boots().all()).hasSize(5);
    assertThat(Files.list(directory)).singleElement().hasToString(directory + "/next-boot");
  }

  @Test
  void whatCannotBeReadDoesNotBootAgainAndAgain() throws Exception {
    boots().begin("node1");
    Files.writeString(directory.resolve("next-boot/node1.once"), "nonsense\n");

    assertThat(boots().begin("node1")).isFalse();
    assertThat(boots().isOpen("node1")).isFalse();
  }

  private OneTimeBoots boots() {
    return new OneTimeBoots(directory.resolve("next-boot"), () -> now);
  }
}
