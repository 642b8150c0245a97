package org.pairboot.appliance.timeline.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.pairboot.testing.Property;

class EventIdsTest {
  @Test
  void idsGrowWhateverTheClockDoes() {
    Property.holds(draw -> {
      EventIds ids = new EventIds(new SplittableRandom(draw.random().nextLong()));
      String before = "";
      for (int i = 0; i < 50; i++) {
        String id =
            ids.next(Instant.ofEpochMilli(draw.between(1_700_000_000_000L, 1_700_000_000_009L)));
        assertThat(id).isGreaterThan(before);
        assertThat(EventIds.isId(id)).isTrue();
        before = id;
      }
    });
  }

  @Test
  void anIdTellsItsTime() {
    Instant time = Instant.parse("2026-12-01T12:00:00.123Z");
    String id = new EventIds(new SplittableRandom(1)).next(time);
    assertThat(EventIds.time(id)).isEqualTo(time);
  }

  @Test
  void idsFollowThoseOfAnotherInstance() {
    String last = new EventIds(new SplittableRandom(1)).next(Instant.ofEpochMilli(2000));
    EventIds ids = new EventIds(new SplittableRandom(2));
    ids.follow(last);
    assertThat(ids.next(Instant.ofEpochMilli(1000))).isGreaterThan(last);
  }

  @Test
  void otherTextsAreNoIds() {
    assertThat(EventIds.isId("node1")).isFalse();
    assertThat(EventIds.isId("8".repeat(26))).isFalse();
    assertThat(EventIds.isId("0".repeat(25) + "U")).isFalse();
    assertThatThrownBy(() -> EventIds.time("node1")).isInstanceOf(IllegalArgumentException.class);
  }
}
