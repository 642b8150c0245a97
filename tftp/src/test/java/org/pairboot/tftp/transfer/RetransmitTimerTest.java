package org.pairboot.tftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetransmitTimerTest {
  private static final long MILLISECOND = Duration.ofMillis(1).toNanos();
  private static final long SECOND = 1000 * MILLISECOND;

  /** Karn's algorithm: an ACK does not show which of two copies it answers. */
  @Test
  void doesNotMeasureWhatWasSentTwice() {
    RetransmitTimer timer =
        new RetransmitTimer(
            new RetransmitPolicy(SECOND, 20 * MILLISECOND, 8 * SECOND, 60 * SECOND, 3), true, 0);
    timer.sent(0);
    timer.backOff();
    timer.sent(SECOND);
    timer.progressed(SECOND + MILLISECOND, false);
    timer.sent(SECOND + MILLISECOND);
    assertThat(timer.deadline()).isEqualTo(SECOND + MILLISECOND + 2 * SECOND);
    long now = SECOND + 501 * MILLISECOND;
    timer.progressed(now, true);
    timer.sent(now);
    // The first measurement, 500 ms, and four times half of it.
    assertThat(timer.deadline()).isEqualTo(now + 1500 * MILLISECOND);
  }
}
