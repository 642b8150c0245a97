package org.pairboot.tftp.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AdaptiveSpinTest {
  private static final long SHORT = TimeUnit.MICROSECONDS.toNanos(10);
  private static final long LONG = TimeUnit.MILLISECONDS.toNanos(2);

  private final LinuxLink.AdaptiveSpin spin = new LinuxLink.AdaptiveSpin();

  @Test
  void sleepsAtOnceWithoutTraffic() {
    assertThat(spin.nanos()).isZero();
  }

  @Test
  void spinsWhilePacketsArriveInQuickSuccession() {
    wait(30, SHORT);

    assertThat(spin.nanos()).isEqualTo(LinuxLink.AdaptiveSpin.LONGEST);
  }

  @Test
  void sleepsWithSlowClients() {
    wait(30, SHORT);
    wait(30, LONG);

    assertThat(spin.nanos()).isZero();
  }

  @Test
  void keepsSpinningAfterOnePause() {
    wait(30, SHORT);
    wait(1, TimeUnit.HOURS.toNanos(1));

    assertThat(spin.nanos()).isPositive();
  }

  private void wait(int times, long nanos) {
    for (int i = 0; i < times; i++) {
      spin.waited(nanos);
    }
  }
}
