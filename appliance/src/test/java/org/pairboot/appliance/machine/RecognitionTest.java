package org.pairboot.appliance.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.machine.Candidate.Origin;
import org.pairboot.appliance.machine.Standing.Verdict;
import org.pairboot.appliance.machine.Standing.Verdict.Open;
import org.pairboot.appliance.machine.Standing.Verdict.Refused;
import org.pairboot.appliance.machine.Standing.Verdict.Used;

/** Which machine of the records it is that asks. */
class RecognitionTest {
  private static final String A = "mac=52:54:00:00:00:0a";
  private static final String B = "mac=52:54:00:00:00:0b";
  private static final String C = "mac=52:54:00:00:00:0c";
  private static final String U = " uuid=4c4c4544-0042-3510-8052-b3c04f4b4e32";
  private static final String U_SWAPPED = " uuid=44454c4c-4200-1035-8052-b3c04f4b4e32";
  private static final String V = " uuid=4c4c4544-0042-3510-8052-b3c04f4b4e33";
  private static final String S = " serial=ABC123";
  private static final String ONCE = "profiles.install { next-boot = once }\n";

  @TempDir private Path directory;
  private Fleet fleet;

  @BeforeEach
  void createFleet() throws Exception {
    fleet = new Fleet(directory);
  }

  private void plan(String... machines) throws Exception {
    fleet.plan(ONCE + String.join("\n", machines));
  }

  private static String entry(String name, String select) {
    return "machines." + name + " { select { " + select + " }, profile = install }";
  }

  @Test
  void aMachineWithANewNameIsNotInstalledAgain() throws Exception {
    plan(entry("node1", "mac = \"52:54:00:00:00:0a\""));
    fleet.install(A);
    plan(entry("node9", "mac = \"52:54:00:00:00:0a\""));

    assertThat(fleet.verdict(A)).isInstanceOf(Used.class);
  }

  @Test
  void aMachineWithASecondNetworkCardIsNotInstalledAgain() throws Exception {
    plan(entry("node1", "mac = \"52:54:00:00:00:0a\""));
    fleet.install(A);
    plan(entry("node1", "mac = [ \"52:54:00:00:00:0b\", \"52:54:00:00:00:0a\" ]"));

    assertThat(fleet.verdict(A)).isInstanceOf(Used.class);
    assertThat(fleet.verdict(B)).isInstanceOf(Used.class);
  }

  @Test
  void aMachineThatIsSelectedByAnotherIdentifierIsNotInstalledAgain() throws Exception {
    plan(entry("node1", "mac = \"52:54:00:00:00:0a\""));
    fleet.install(A + U + S);
    plan(entry("node1", "serial = abc123"));

    assertThat(fleet.verdict(B + S)).isInstanceOf(Used.class);
    fleet.plan(Fleet.ALL_ONCE);
    assertThat(fleet.verdict(A)).isInstanceOf(Used.class);
  }

  @Test
  void aMachineWithAReplacedNetworkCardIsNotInstalledAgain() throws Exception {
    plan(entry("node1", "mac = \"52:54:00:00:00:0a\""));
    fleet.install(A + U);
    plan(entry("node1", "mac = \"52:54:00:00:00:0b\""));

    assertThat(fleet.verdict(B + U)).isInstanceOf(Refused.class);
  }

  @Test
  void entriesForBiosAndUefiAreOneMachine() throws Exception {
    plan(
        entry("node1-bios", "mac = \"52:54:00:00:00:0a\", firmware = bios"),
        entry("node1-uefi", "mac = \"52:54:00:00:00:0a\", firmware = uefi"));
    fleet.install(A);

    assertThat(fleet.candidate(A).origin()).isEqualTo(Origin.NAMED);
    assertThat(fleet.verdict(A + U)).isInstanceOf(Used.class);
  }

  @Test
  void whatOneLoaderTellsMakesTheMachineKnownToTheNext() {
    fleet.install(A);
    fleet.boot(A + U);

    assertThat(fleet.verdict(U.strip())).isInstanceOf(Used.class);
    assertThat(fleet.verdict(U_SWAPPED.strip())).isInstanceOf(Used.class);
    assertThat(fleet.verdict(A + U_SWAPPED)).isInstanceOf(Used.class);
  }

  @Test
  void machinesWithAPlaceholderInCommonAreTwo() {
    String both = " uuid=03000200-0400-0500-0006-000700080009 serial=To_be_filled_by_O.E.M.";
    fleet.install(A + both);

    assertThat(fleet.verdict(B + both)).isEqualTo(new Open());
  }

  @Test
  void bladesWithTheSerialOfTheirChassisAreTwo() {
    fleet.install(A + U + S);
    assertThat(fleet.boot(B + V + S)).isEqualTo(new Open());

    // From now on this serial identifies nobody.
    assertThat(fleet.verdict(C + S)).isEqualTo(new Open());
    assertThat(fleet.verdict(A + S)).isInstanceOf(Used.class);
  }

  @Test
  void releasingOneBladeReleasesNoOther() throws Exception {
    plan(
        entry("node1", "mac = \"52:54:00:00:00:0a\", serial = ABC123"),
        entry("node2", "mac = \"52:54:00:00:00:0b\", serial = ABC123"));
    fleet.install(A + S);
    fleet.install(B + S);
    fleet.attempts().synchronise();

    assertThat(fleet.used().release("node1")).isEqualTo(new UsedBoots.Release.Released());
    assertThat(fleet.listed())
        .singleElement()
        .satisfies(used -> assertThat(used.machine()).isEqualTo("node2"));
    assertThat(fleet.used().release("ABC123"))
        .isEqualTo(
            new UsedBoots.Release.Ambiguous(
                List.of(
                    "node1 (mac 52:54:00:00:00:0a, serial abc123)",
                    "node2 (mac 52:54:00:00:00:0b, serial abc123)")));
  }

  @Test
  void machinesThatThePlansKeepApartAreTwo() throws Exception {
    plan(
        entry("node1", "mac = \"52:54:00:00:00:0a\""),
        entry("node2", "mac = \"52:54:00:00:00:0b\""));
    fleet.install(A + U);

    assertThat(fleet.verdict(B + U)).isEqualTo(new Open());
  }

  @Test
  void aSecondNetworkCardThatNoPlanJoinsIsNotInstalled() {
    fleet.install(A + U);

    Verdict verdict = fleet.verdict(B + U);
    assertThat(verdict)
        .isEqualTo(
            new Refused(
                "it has the UUID or serial number of 52:54:00:00:00:0a (mac 52:54:00:00:00:0a, uuid"
                    + " 4c4c4544-0042-3510-8052-b3c04f4b4e32), but another MAC address; list all"
                    + " MAC addresses in one entry of a boot plan if it is one machine, or make an"
                    + " entry for each if they are two"));
    fleet.boot(B + U);
    assertThat(fleet.verdict(B + U)).as("asking does not help").isEqualTo(verdict);
  }

  @Test
  void anAdapterThatIsPluggedIntoTheNextMachineDoesNotInstallItUntilThatIsReleased()
      throws Exception {
    fleet.install(A + U);
    assertThat(fleet.boot(A + V)).isInstanceOf(Refused.class);
    fleet.attempts().synchronise();
    fleet.used().release("52:54:00:00:00:0a");
    fleet.attempts().synchronise();

    assertThat(fleet.boot(A + V)).isEqualTo(new Open());
    assertThat(fleet.boot(A + U)).isInstanceOf(Refused.class);
  }

  @Test
  void aRequestMakesNoOneMachineOfTwo() {
    fleet.install(A);
    fleet.install(U.strip());

    assertThat(fleet.boot(A + U)).isInstanceOf(Refused.class);
    fleet.after(Duration.ofDays(1));
    assertThat(fleet.listed()).hasSize(2);
  }

  @Test
  void anEntryMakesOneMachineOfTwo() throws Exception {
    fleet.boot(A);
    fleet.install(B);
    plan(entry("node1", "mac = [ \"52:54:00:00:00:0a\", \"52:54:00:00:00:0b\" ]"));

    assertThat(fleet.verdict(A)).as("one of them has reported").isInstanceOf(Used.class);
    fleet.boot(A);
    assertThat(fleet.listed()).hasSize(1);
  }

  @Test
  void anEntryForMachinesThatReportDifferentUuidsInstallsOneOfThem() throws Exception {
    plan(entry("rack", "mac = [ \"52:54:00:00:00:0a\", \"52:54:00:00:00:0b\" ]"));
    fleet.install(A + U);

    assertThat(fleet.verdict(B + V)).isInstanceOf(Refused.class);
  }

  @Test
  void anEntryByUuidAcceptsEachOfItsNetworkCards() throws Exception {
    plan(entry("node1", "uuid = \"4c4c4544-0042-3510-8052-b3c04f4b4e32\""));
    assertThat(fleet.boot(A + U)).isEqualTo(new Open());
    assertThat(fleet.boot(B + U)).as("a try over another card").isEqualTo(new Open());
    fleet.after(BootAttempts.TRIES);

    assertThat(fleet.verdict(C + U)).isInstanceOf(Used.class);
    assertThat(fleet.verdict(B)).isInstanceOf(Used.class);
  }

  @Test
  void identifiersOfTwoEntriesAreAContradiction() throws Exception {
    plan(
        entry("node1", "mac = \"52:54:00:00:00:0a\""),
        entry("node2", "uuid = \"4c4c4544-0042-3510-8052-b3c04f4b4e32\""));

    assertThat(fleet.verdict(A + U))
        .isEqualTo(
            new Refused(
                "it is node1, but the plans give uuid 4c4c4544-0042-3510-8052-b3c04f4b4e32 to"
                    + " another machine"));
  }

  @Test
  void entriesWithTheSerialOfAChassisAreTwoMachines() throws Exception {
    plan(
        entry("node1", "mac = \"52:54:00:00:00:0a\", serial = ABC123"),
        entry("node2", "mac = \"52:54:00:00:00:0b\", serial = ABC123"));
    fleet.install(A + S);

    assertThat(fleet.verdict(B + S)).isEqualTo(new Open());
    assertThat(fleet.verdict(A + S)).isInstanceOf(Used.class);
  }

  @Test
  void forgedRequestsCannotMakeARecordGrowWithoutEnd() throws Exception {
    plan(entry("node1", "uuid = \"4c4c4544-0042-3510-8052-b3c04f4b4e32\""));
    for (int i = 0; i < 1000; i++) {
      fleet.boot("mac=52:54:00:00:%02x:%02x".formatted(i / 256, i % 256) + U);
    }

    assertThat(fleet.listed())
        .singleElement()
        .satisfies(used -> assertThat(used.key().macs()).hasSizeLessThanOrEqualTo(16));
  }
}
