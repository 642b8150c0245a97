package org.pairboot.appliance.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pairboot.appliance.timeline.EventQueue.Incoming;
import org.pairboot.appliance.timeline.event.Event;

class EventQueueTest {
  private final EventQueue queue = new EventQueue(8);

  private static Incoming event(int millis) {
    return new Incoming(
        Instant.ofEpochMilli(millis), Optional.empty(), new Event.Server("started"));
  }

  private List<Long> drained() {
    List<Long> times = new ArrayList<>();
    queue.drainTo(event -> times.add(event.time().toEpochMilli()));
    return times;
  }

  @Test
  void eventsComeInTheOrderOfTheirTimes() {
    queue.add(event(1), true);
    queue.add(event(2), false);
    queue.add(event(3), true);
    queue.add(event(4), false);
    assertThat(drained()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(drained()).isEmpty();
  }

  @Test
  void aFloodOfOthersLeavesTheRoomOfMachinesAlone() {
    for (int i = 0; i < 1000; i++) {
      queue.add(event(i), false);
    }
    for (int i = 1000; i < 1006; i++) {
      queue.add(event(i), true);
    }
    assertThat(queue.takeLost()).isEqualTo(998);
    assertThat(queue.takeLost()).isZero();
    assertThat(drained()).containsExactly(0L, 1L, 1000L, 1001L, 1002L, 1003L, 1004L, 1005L);
  }

  @Test
  void whatWasTakenMakesRoom() {
    for (int round = 0; round < 100; round++) {
      for (int i = 0; i < 6; i++) {
        queue.add(event(i), true);
      }
      assertThat(drained()).hasSize(6);
    }
    assertThat(queue.takeLost()).isZero();
  }
}
