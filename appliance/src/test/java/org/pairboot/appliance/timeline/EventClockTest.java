package org.pairboot.appliance.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventClockTest {
  private Instant wall = Instant.parse("2026-12-01T12:00:00Z");
  private long nanos = 42;
  private final EventClock clock = new EventClock(() -> wall, () -> nanos);

  private void pass(Duration time) {
    wall = wall.plus(time);
    nanos += time.toNanos();
  }

  @Test
  void aJumpOfTheWallClockIsNoPartOfADuration() {
    Instant before = clock.now();
    wall = wall.plus(Duration.ofDays(365));
    pass(Duration.ofSeconds(3));
    assertThat(clock.now()).isEqualTo(before.plusSeconds(3));
    assertThat(clock.takeJump()).contains(Duration.ofDays(365));
    assertThat(clock.now()).isEqualTo(wall);
    assertThat(clock.takeJump()).isEmpty();
  }

  @Test
  void aClockThatIsSetBackIsSeenToo() {
    wall = wall.minus(Duration.ofHours(1));
    assertThat(clock.takeJump()).contains(Duration.ofHours(-1));
  }

  @Test
  void smallCorrectionsAreNoJumps() {
    wall = wall.plusMillis(1500);
    assertThat(clock.takeJump()).isEmpty();
  }
}
