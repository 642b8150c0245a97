package org.pairboot.tftp.transport.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterfaceMtusTest {
  private final List<Integer> lookups = new ArrayList<>();
  private long now;
  private int mtu = 1500;
  private final InterfaceMtus mtus =
      new InterfaceMtus(
          index -> {
            lookups.add(index);
            return mtu;
          },
          () -> now);

  @Test
  void cachesAnMtuForAWhile() {
    assertThat(mtus.applyAsInt(2)).isEqualTo(1500);
    mtu = 9000;
    assertThat(mtus.applyAsInt(2)).isEqualTo(1500);
    assertThat(mtus.applyAsInt(3)).isEqualTo(9000);
    now += Duration.ofSeconds(6).toNanos();
    assertThat(mtus.applyAsInt(2)).isEqualTo(9000);
    assertThat(lookups).containsExactly(2, 3, 2);
  }

  @Test
  void returnsNoMtuForAMissingInterface() {
    InterfaceMtus system = InterfaceMtus.ofSystem();
    assertThat(system.applyAsInt(0)).isZero();
    assertThat(system.applyAsInt(Integer.MAX_VALUE)).isZero();
  }
}
