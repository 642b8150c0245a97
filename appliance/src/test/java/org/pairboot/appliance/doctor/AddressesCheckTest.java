package org.pairboot.appliance.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.appliance.doctor.Lab.card;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.host.NetworkCard;

class AddressesCheckTest {
  private static final NetworkCard LOOPBACK = card("lo", 65536, "127.0.0.1", "::1");
  private static final NetworkCard LAN = card("eth0", 1500, "192.0.2.10", "fe80::1");
  private static final NetworkCard OTHER = card("eth1", 1500, "198.51.100.1");

  @TempDir private Path directory;

  @Test
  void oneAddressIsTheOneThatMachinesReach() throws Exception {
    List<Finding> findings = check(List.of(LOOPBACK, LAN), false);

    assertThat(Lab.bad(findings)).isEmpty();
    assertThat(findings)
        .first()
        .extracting(Finding::what)
        .isEqualTo("reached at 192.0.2.10 (eth0)");
  }

  @Test
  void ofSeveralDhcpHasToNameOne() throws Exception {
    assertThat(Lab.bad(check(List.of(LOOPBACK, LAN, OTHER), false)))
        .containsExactly(
            "note TFTP 0.0.0.0:69: reached at 192.0.2.10 (eth0), 198.51.100.1 (eth1); scripts name"
                + " the one that a machine has asked");
  }

  @Test
  void withoutAnyNobodyReachesIt() throws Exception {
    assertThat(Lab.bad(check(List.of(LOOPBACK), false)))
        .contains("problem TFTP 0.0.0.0:69: this machine has no address but the loopback");
  }

  @Test
  void anAddressOfNoCardIsNamed() throws Exception {
    List<Finding> findings =
        check(List.of(LOOPBACK, LAN), false, "tftp.listen=203.0.113.9:69", "http.enabled=false");

    assertThat(findings)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Finding.Level.PROBLEM);
          assertThat(finding.what()).contains("no network card of this machine has");
          assertThat(finding.remedy()).contains("tftp.listen", "192.0.2.10 (eth0)");
        });
  }

  @Test
  void aLoopbackAddressIsForThisMachineOnly() throws Exception {
    assertThat(Lab.bad(check(List.of(LOOPBACK, LAN), false, "http.listen=127.0.0.1:80")))
        .containsExactly(
            "warning HTTP 127.0.0.1:80: only this machine itself can reach a loopback address");
  }

  @Test
  void machinesCannotBeToldALoopbackAddress() throws Exception {
    assertThat(Lab.bad(check(List.of(LOOPBACK, LAN), false, "http.advertise=127.0.0.1:80")))
        .containsExactly(
            "problem http.advertise 127.0.0.1:80: a machine that is told a loopback address asks"
                + " itself");
  }

  @Test
  void anAdvertisedAddressElsewhereMayBeAProxy() throws Exception {
    assertThat(Lab.bad(check(List.of(LOOPBACK, LAN), false, "http.advertise=203.0.113.9:80")))
        .singleElement()
        .asString()
        .startsWith("note http.advertise 203.0.113.9:80: no address of this machine");
  }

  @Test
  void aContainerBehindABridgeHasToBeToldItsHost() throws Exception {
    assertThat(Lab.bad(check(List.of(LOOPBACK, LAN), true, "http.tls.enabled=true")))
        .satisfiesExactly(
            tftp -> assertThat(tftp).startsWith("note tftp.advertise").contains("by TFTP"),
            http ->
                assertThat(http).startsWith("warning http.advertise").contains("192.0.2.10 (eth0)"),
            https -> assertThat(https).startsWith("warning http.tls.advertise"),
            mode -> assertThat(mode).startsWith("warning tftp.port-mode"));
    assertThat(
            Lab.bad(
                check(
                    List.of(LOOPBACK, LAN),
                    true,
                    "tftp.advertise=203.0.113.9:69",
                    "http.advertise=203.0.113.9:80",
                    "tftp.port-mode=single")))
        .allMatch(finding -> finding.contains("no address of this machine"))
        .hasSize(2);
  }

  @Test
  void withoutHttpAllThatScriptsNameIsReachedByTftp() throws Exception {
    assertThat(Lab.bad(check(List.of(LOOPBACK, LAN), true, "http.enabled=false")))
        .first()
        .asString()
        .startsWith("warning tftp.advertise: this is a container");
  }

  private List<Finding> check(List<NetworkCard> cards, boolean bridged, String... settings)
      throws Exception {
    return new AddressesCheck(Lab.settings(directory, settings), cards, bridged).run();
  }
}
