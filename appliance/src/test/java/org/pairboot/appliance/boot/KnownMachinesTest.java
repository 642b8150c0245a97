package org.pairboot.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;

class KnownMachinesTest {
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.7");
  private static final MachineIdentity BY_UUID = MachineIdentity.UNKNOWN.withUuid(new UUID(1, 1));
  private static final MachineIdentity BY_MAC = MachineIdentity.UNKNOWN.withMac(new MacAddress(1));

  /** As of {@link System#nanoTime}, whose zero is anywhere. */
  private long now = Long.MAX_VALUE - Duration.ofSeconds(60).toNanos();

  private final KnownMachines machines = new KnownMachines(() -> now);

  @Test
  void whatOneBootTellsIsPutTogether() {
    machines.learn(ADDRESS, BY_UUID);
    machines.learn(ADDRESS, BY_MAC);

    assertThat(recalled()).isEqualTo(BY_UUID.or(BY_MAC));
    assertThat(machines.recall(InetAddress.ofLiteral("192.0.2.8"), MachineIdentity.UNKNOWN))
        .isEqualTo(MachineIdentity.UNKNOWN);
  }

  @Test
  void recallingRemembersNothing() {
    assertThat(machines.recall(ADDRESS, BY_MAC)).isEqualTo(BY_MAC);

    assertThat(recalled()).isEqualTo(MachineIdentity.UNKNOWN);
  }

  @Test
  void itIsForgottenAfterTheTimeOfABoot() {
    machines.learn(ADDRESS, BY_MAC);
    now += Duration.ofMinutes(2).plusMillis(1).toNanos();

    assertThat(recalled()).isEqualTo(MachineIdentity.UNKNOWN);
  }

  @Test
  void itIsKnownForTheTimeOfABoot() {
    machines.learn(ADDRESS, BY_MAC);
    now += Duration.ofMinutes(2).toNanos();

    assertThat(recalled()).isEqualTo(BY_MAC);
  }

  @Test
  void anAddressOfSeveralMachinesStandsForNone() {
    MachineIdentity other = MachineIdentity.UNKNOWN.withMac(new MacAddress(2));
    machines.learn(ADDRESS, BY_MAC);
    machines.learn(ADDRESS, other);

    assertThat(machines.recall(ADDRESS, other)).isEqualTo(other);
    assertThat(recalled()).isEqualTo(MachineIdentity.UNKNOWN);
  }

  @Test
  void anAddressOfSeveralMachinesStandsForNoneInTheNextBootToo() {
    machines.learn(ADDRESS, BY_MAC);
    machines.learn(ADDRESS, MachineIdentity.UNKNOWN.withMac(new MacAddress(2)));
    now += Duration.ofMinutes(10).toNanos();
    machines.learn(ADDRESS, BY_MAC);

    assertThat(recalled()).isEqualTo(MachineIdentity.UNKNOWN);
  }

  private MachineIdentity recalled() {
    return machines.recall(ADDRESS, MachineIdentity.UNKNOWN);
  }
}
