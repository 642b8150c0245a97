package org.pairboot.tftp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlinesTest {
  private final Deadlines<Entry> deadlines = new Deadlines<>();

  private static final class Entry extends Deadlines.Entry {
    private long at;

    Entry(long at) {
      this.at = at;
    }

    @Override
    long deadline() {
      return at;
    }
  }

  /** Compared with a plain list, with deadlines around the point where nanoTime wraps. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void returnsEntriesWhenTheyAreDue(int seed) {
    Random random = new Random(seed);
    List<Entry> model = new ArrayList<>();
    long now = Long.MAX_VALUE - 5_000;
    for (int step = 0; step < 10_000; step++) {
      now += random.nextInt(3);
      int action = random.nextInt(10);
      if (action < 4 || model.isEmpty()) {
        Entry entry = new Entry(now + random.nextInt(500));
        model.add(entry);
        deadlines.schedule(entry);
      } else if (action < 8) {
        Entry entry = model.get(random.nextInt(model.size()));
        entry.at = now + random.nextInt(500);
        deadlines.schedule(entry);
      } else if (action == 8) {
        deadlines.remove(model.remove(random.nextInt(model.size())));
      }
      long time = now;
      List<Entry> due = new ArrayList<>(model.stream().filter(e -> e.at - time <= 0).toList());
      List<Entry> polled = new ArrayList<>();
      for (Entry e = deadlines.pollDue(now); e != null; e = deadlines.pollDue(now)) {
        polled.add(e);
      }
      assertThat(polled).containsExactlyInAnyOrderElementsOf(due);
      model.removeAll(due);
      assertThat(deadlines.isEmpty()).isEqualTo(model.isEmpty());
      if (!model.isEmpty()) {
        long earliest =
            model.stream().map(e -> e.at - time).min(Comparator.naturalOrder()).orElseThrow();
        assertThat(deadlines.next() - now).isLessThanOrEqualTo(earliest);
      }
    }
  }

  @Test
  void ignoresTheRemovalOfAnAbsentEntry() {
    Entry entry = new Entry(1);
    deadlines.remove(entry);
    deadlines.schedule(entry);
    deadlines.remove(entry);
    deadlines.remove(entry);
    assertThat(deadlines.isEmpty()).isTrue();
  }
}
