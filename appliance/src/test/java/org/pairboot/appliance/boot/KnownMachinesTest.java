package org.pairboot.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.pairboot.appliance.plan.MacAddress;
import org.pairboot.appliance.plan.MachineIdentity;

class KnownMachinesTest {
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.7");
  private static final MachineIdentity BY_UUID = MachineIdentity.UNKNOWN.withUuid(new UUID(1, 1));
  private static final MachineIdentity BY_MAC = MachineIdentity.UNKNOWN.withMac(new MacAddress(1));

  private long now;
  private final KnownMachines machines = new KnownMachines(() -> Instant.ofEpochMilli(now));

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
    now += 120_001;

    assertThat(recalled()).isEqualTo(MachineIdentity.UNKNOWN);
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
    now += 600_000;
    machines.learn(ADDRESS, BY_MAC);

    assertThat(recalled()).isEqualTo(MachineIdentity.UNKNOWN);
  }

  private MachineIdentity recalled() {
    return machines.recall(ADDRESS, MachineIdentity.UNKNOWN);
  }
}
