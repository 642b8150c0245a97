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

class AddressesCheckTest {
  private static final NetworkCard LOOPBACK = card("lo", 65536, "127.0.0.1", "::1");
  private static final NetworkCard LAN = card("eth0", 1500, "192.0.2.10", "fe80::1");
  private static final NetworkCard OTHER = card("eth1", 1500, "198.51.100.1");

  @TempDir private Path directory;

  @Test
  void acceptsTheOnlyAddress() throws Exception {
    List<Finding> findings = check(List.of(LOOPBACK, LAN), false);

    assertThat(Lab.notOk(findings)).isEmpty();
    assertThat(findings)
        .first()
        .extracting(Finding::what)
        .isEqualTo("reachable at 192.0.2.10 (eth0)");
  }

  @Test
  void notesThatDhcpMustNameOneOfSeveralAddresses() throws Exception {
    assertThat(Lab.notOk(check(List.of(LOOPBACK, LAN, OTHER), false)))
        .containsExactly(
            "note TFTP 0.0.0.0:69: reachable at 192.0.2.10 (eth0), 198.51.100.1 (eth1); scripts"
                + " name the one to which a request was sent");
  }

  @Test
  void reportsAHostWithoutAddressesAsAProblem() throws Exception {
    assertThat(Lab.notOk(check(List.of(LOOPBACK), false)))
        .contains("problem TFTP 0.0.0.0:69: this host has no address except loopback ones");
  }

  @Test
  void namesAnAddressThatNoCardHas() throws Exception {
    List<Finding> findings =
        check(List.of(LOOPBACK, LAN), false, "tftp.listen=203.0.113.9:69", "http.enabled=false");

    assertThat(findings)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Finding.Level.PROBLEM);
          assertThat(finding.what()).contains("no network card of this host has");
          assertThat(finding.remedy()).contains("tftp.listen", "192.0.2.10 (eth0)");
        });
  }

  @Test
  void warnsOfListeningOnALoopbackAddress() throws Exception {
    assertThat(Lab.notOk(check(List.of(LOOPBACK, LAN), false, "http.listen=127.0.0.1:80")))
        .containsExactly(
            "warning HTTP 127.0.0.1:80: a loopback address can be reached from this host only");
  }

  @Test
  void reportsAnAdvertisedLoopbackAddressAsAProblem() throws Exception {
    assertThat(Lab.notOk(check(List.of(LOOPBACK, LAN), false, "http.advertise=127.0.0.1:80")))
        .containsExactly(
            "problem http.advertise 127.0.0.1:80: with a loopback address in its script, a machine"
                + " connects to itself");
  }

  @Test
  void notesAnAdvertisedAddressOfAnotherHost() throws Exception {
    assertThat(Lab.notOk(check(List.of(LOOPBACK, LAN), false, "http.advertise=203.0.113.9:80")))
        .singleElement()
        .asString()
        .startsWith("note http.advertise 203.0.113.9:80: not an address of this host");
  }

  @Test
  void warnsOfAContainerBehindABridgeThatAdvertisesNoHost() throws Exception {
    assertThat(Lab.notOk(check(List.of(LOOPBACK, LAN), true, "http.tls.enabled=true")))
        .satisfiesExactly(
            tftp -> assertThat(tftp).startsWith("note tftp.advertise").contains("by TFTP"),
            http ->
                assertThat(http).startsWith("warning http.advertise").contains("192.0.2.10 (eth0)"),
            https -> assertThat(https).startsWith("warning http.tls.advertise"),
            mode -> assertThat(mode).startsWith("warning tftp.port-mode"));
    assertThat(
            Lab.notOk(
                check(
                    List.of(LOOPBACK, LAN),
                    true,
                    "tftp.advertise=203.0.113.9:69",
                    "http.advertise=203.0.113.9:80",
                    "tftp.port-mode=single")))
        .allMatch(finding -> finding.contains("not an address of this host"))
        .hasSize(2);
  }

  @Test
  void warnsOfTftpInAContainerWhenHttpIsDisabled() throws Exception {
    assertThat(Lab.notOk(check(List.of(LOOPBACK, LAN), true, "http.enabled=false")))
        .first()
        .asString()
        .startsWith("warning tftp.advertise: this is a container");
  }

  private List<Finding> check(List<NetworkCard> cards, boolean bridged, String... settings)
      throws Exception {
    return new AddressesCheck(Lab.settings(directory, settings), cards, bridged).run();
  }
}
