package org.pairboot.artifacts.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** {@code nanoTime} may wrap. */
  private static final long START = Long.MAX_VALUE - SECOND;

  @Test
  void writesTheFirstLineAtOnceAndThenOneAnIntervalThatCountsTheRest() {
    RateLimitedLog log = new RateLimitedLog(1, Duration.ofMinutes(1));
    assertThat(log.add(1, START)).hasValue(1);
    for (int second = 1; second < 60; second++) {
      assertThat(log.add(100, START + second * SECOND)).isEmpty();
    }
    assertThat(log.add(100, START + 60 * SECOND)).hasValue(6000);
  }

  @Test
  void writesAsManyLinesInAnIntervalAsItIsGiven() {
    RateLimitedLog log = new RateLimitedLog(2, Duration.ofMinutes(1));
    assertThat(log.add(1, START)).hasValue(1);
    assertThat(log.add(1, START)).hasValue(1);
    assertThat(log.add(1, START)).isEmpty();
    assertThat(log.add(1, START + 61 * SECOND)).hasValue(2);
  }
}
