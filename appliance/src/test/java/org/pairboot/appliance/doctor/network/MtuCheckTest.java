package org.pairboot.appliance.doctor.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.appliance.doctor.Lab.card;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.doctor.Lab;
import org.pairboot.appliance.doctor.report.Check.Finding;
import org.pairboot.appliance.host.NetworkCard;

class MtuCheckTest {
  @TempDir private Path directory;

  @Test
  void acceptsTheMtuOfEthernet() throws Exception {
    assertThat(Lab.notOk(check(card("eth0", 1500, "192.0.2.1")))).isEmpty();
  }

  @Test
  void notesTheBlocksThatFitASmallMtu() throws Exception {
    assertThat(Lab.notOk(check(card("wg0", 1388, "192.0.2.1"))))
        .singleElement()
        .asString()
        .startsWith("note wg0: MTU 1388: blocks of up to 1356 bytes fit into one packet, less");
  }

  @Test
  void notesALargeMtu() throws Exception {
    assertThat(check(card("eth0", 9000, "192.0.2.1")).getFirst().remedy())
        .contains("tftp.max-blksize = 1468");
  }

  @Test
  void warnsOfBlocksThatAreSentInFragments() throws Exception {
    assertThat(
            Lab.notOk(
                check(
                    card("eth0", 1500, "192.0.2.1"),
                    "tftp.subnets=[{net=\"10.0.0.0/8\",mtu-clamp=false}]")))
        .containsExactly(
            "warning eth0: tftp.subnets, 10.0.0.0/8 has mtu-clamp = false, so blocks of up to"
                + " 65464 bytes are sent in fragments here");
    assertThat(
            Lab.notOk(
                check(
                    card("eth0", 1500, "192.0.2.1"),
                    "tftp.mtu-clamp=false",
                    "tftp.max-blksize=1468")))
        .isEmpty();
  }

  @Test
  void ignoresCardsThatNoMachineReaches() throws Exception {
    assertThat(check(card("lo", 65536, "127.0.0.1"))).isEmpty();
    assertThat(check(card("dummy0", 576, "fe80::1"))).isEmpty();
  }

  private List<Finding> check(NetworkCard card, String... settings) throws Exception {
    return new MtuCheck(Lab.settings(directory, settings).tftp(), List.of(card)).run();
  }
}
