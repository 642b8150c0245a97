package org.pairboot.tftp.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final long SHORT = TimeUnit.MICROSECONDS.toNanos(10);
  private static final long LONG = TimeUnit.MILLISECONDS.toNanos(2);

  private final Patience patience = new Patience();

  @Test
  void aLoopWithoutTrafficSleepsAtOnce() {
    assertThat(patience.spinning()).isZero();
  }

  @Test
  void aLoopWhosePacketsComeOneAfterTheOtherLooksOutForThem() {
    wait(30, SHORT);

    assertThat(patience.spinning()).isEqualTo(Patience.LONGEST);
  }

  @Test
  void clientsThatTakeTheirTimeLetItSleep() {
    wait(30, SHORT);
    wait(30, LONG);

    assertThat(patience.spinning()).isZero();
  }

  @Test
  void onePauseDoesNotPutItToSleep() {
    wait(30, SHORT);
    wait(1, TimeUnit.HOURS.toNanos(1));

    assertThat(patience.spinning()).isPositive();
  }

  private void wait(int times, long nanos) {
    for (int i = 0; i < times; i++) {
      patience.waited(nanos);
    }
  }
}
