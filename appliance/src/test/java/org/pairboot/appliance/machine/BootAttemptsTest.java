package org.pairboot.appliance.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.appliance.machine.ReportResult.Noted;
import org.pairboot.appliance.machine.ReportResult.Rejected;
import org.pairboot.appliance.machine.Standing.Verdict.How;
import org.pairboot.appliance.machine.Standing.Verdict.Open;
import org.pairboot.appliance.machine.Standing.Verdict.Refused;
import org.pairboot.appliance.machine.Standing.Verdict.Used;
import org.pairboot.conf.BootSettings.Reports;

/** When a machine may boot, and what its report counts for. */
class BootAttemptsTest {
  private static final String A = "mac=52:54:00:00:00:0a";
  private static final String B = "mac=52:54:00:00:00:0b";

  @TempDir private Path directory;
  private Fleet fleet;

  @BeforeEach
  void createFleet() throws Exception {
    fleet = new Fleet(directory);
  }

  @Test
  void aBootIsUsedUpSomeTimeAfterItBegan() {
    assertThat(fleet.boot(A)).isEqualTo(new Open());
    fleet.after(BootAttempts.TRIES.minusSeconds(1));
    assertThat(fleet.boot(A)).isEqualTo(new Open());
    fleet.after(Duration.ofSeconds(1));

    assertThat(fleet.boot(A)).isEqualTo(new Used(Fleet.START, How.BEGUN));
    assertThat(fleet.boot(B)).isEqualTo(new Open());
  }

  @Test
  void aReportedBootIsUsedUpAtOnce() {
    fleet.install(A);

    assertThat(fleet.verdict(A)).isEqualTo(new Used(Fleet.START, How.BOOTED));
  }

  @Test
  void aClockThatIsSetBackDoesNotProlongTheTries() {
    fleet.boot(A);
    fleet.after(Duration.ofDays(-1));

    assertThat(fleet.verdict(A)).isInstanceOf(Used.class);
  }

  @Test
  void askingAfterTheStandingOrATokenBeginsNothing() {
    assertThat(fleet.standing(A)).isEqualTo(new Standing(1, new Open()));
    fleet.token(A);
    fleet.after(BootAttempts.TRIES);

    assertThat(fleet.standing(A)).isEqualTo(new Standing(1, new Open()));
    assertThat(fleet.attempts().report(fleet.candidate(A), fleet.token(A), A))
        .isEqualTo(new Rejected("no boot of this machine has begun here"));
  }

  @Test
  void theTokenIsTheSameBeforeAndAfterTheScriptAndForEachTry() {
    Optional<String> before = fleet.token(A);
    fleet.boot(A);
    fleet.after(BootAttempts.TRIES.minusSeconds(1));
    fleet.boot(A);

    assertThat(before).isPresent();
    assertThat(fleet.token(A)).isEqualTo(before);
  }

  @Test
  void aMachineThatReportsAtEachBootHasANewTokenForEach() {
    fleet.attempts().begin(fleet.candidate(A), false);
    Optional<String> first = fleet.token(A);
    assertThat(fleet.report(A, first)).isEqualTo(new Noted());
    assertThat(fleet.report(A, first)).as("sent again").isEqualTo(new Noted());
    Optional<String> second = fleet.token(A);
    fleet.attempts().begin(fleet.candidate(A), false);

    assertThat(second).isNotEqualTo(first);
    assertThat(fleet.token(A)).isEqualTo(second);
    assertThat(fleet.report(A, first))
        .isEqualTo(new Rejected("its token is of another boot than the last one"));
    assertThat(fleet.report(A, second)).isEqualTo(new Noted());
  }

  @Test
  void aReportMayComeLongAfterTheScript() {
    fleet.boot(A);
    Optional<String> token = fleet.token(A);
    fleet.after(Duration.ofHours(2));
    Optional<String> ofADocumentFetchedLate = fleet.token(A);

    assertThat(fleet.report(A, ofADocumentFetchedLate)).isEqualTo(new Noted());
    assertThat(fleet.report(A, token)).isEqualTo(new Noted());
  }

  @Test
  void reportsWithoutTheTokenOfThisMachineAreRejected() {
    fleet.boot(A);
    fleet.boot(B);

    assertThat(fleet.report(A, Optional.empty()))
        .isEqualTo(new Rejected("its URL has no token; it must be the one in the boot script"));
    assertThat(fleet.report(A, fleet.token(B))).isInstanceOf(Rejected.class);
    assertThat(fleet.report(A, fleet.token(A).map(token -> "9" + token)))
        .isInstanceOf(Rejected.class);
    assertThat(fleet.verdict(A)).isEqualTo(new Open());
  }

  @Test
  void everyReportCountsIfTheSettingSaysSo() throws Exception {
    fleet.accept(Reports.ANY);
    fleet.boot(A);

    assertThat(fleet.token(A)).isEmpty();
    assertThat(fleet.report(A, Optional.empty())).isEqualTo(new Noted());
    assertThat(fleet.report(B, Optional.empty())).isEqualTo(new Noted());
    assertThat(fleet.verdict(A)).isInstanceOf(Used.class);
    assertThat(fleet.verdict(B)).isEqualTo(new Open());
  }

  @Test
  void whoeverIsReleasedBootsOnceMoreAndTheOldTokenIsVoid() throws Exception {
    fleet.install(A);
    Optional<String> old = Optional.of(fleet.token(A).orElseThrow());
    fleet.attempts().synchronise();
    assertThat(fleet.used().release("52-54-00-00-00-0A"))
        .isEqualTo(new UsedBoots.Release.Released());
    assertThat(fleet.used().release("52-54-00-00-00-0A"))
        .isEqualTo(new UsedBoots.Release.NotUsed());
    fleet.attempts().synchronise();

    assertThat(fleet.boot(A)).isEqualTo(new Open());
    assertThat(fleet.standing(A).attempt()).isEqualTo(2);
    assertThat(fleet.verdict(A)).as("a try within the attempt").isEqualTo(new Open());
    assertThat(fleet.report(A, old.map(token -> token.replaceFirst("2-", "1-"))))
        .isInstanceOf(Rejected.class);
  }

  @Test
  void betweenItsReleaseAndItsNextScriptAMachineHasNothingToReport() throws Exception {
    fleet.boot(A);
    Optional<String> old = fleet.token(A);
    fleet.attempts().synchronise();
    fleet.used().release("52:54:00:00:00:0a");
    fleet.attempts().synchronise();

    assertThat(fleet.report(A, old)).isInstanceOf(Rejected.class);
    assertThat(fleet.report(A, fleet.token(A))).isInstanceOf(Rejected.class);
    assertThat(fleet.verdict(A)).isEqualTo(new Open());
  }

  @Test
  void aMachineThatBootsEachTimeCanBeInstalledLater() {
    fleet.attempts().begin(fleet.candidate(A), false);
    fleet.report(A, fleet.token(A));

    assertThat(fleet.boot(A)).isEqualTo(new Open());
    assertThat(fleet.standing(A).attempt()).isEqualTo(2);
  }

  @Test
  void bootingForARepairDoesNotBringAnInstallationBack() {
    fleet.install(A);
    fleet.attempts().begin(fleet.candidate(A), false);
    fleet.report(A, fleet.token(A));

    assertThat(fleet.verdict(A)).isEqualTo(new Used(Fleet.START, How.BOOTED));
  }

  @Test
  void aMachineThatTellsNothingIsNotInstalled() {
    assertThat(fleet.boot("uuid=00000000-0000-0000-0000-000000000000 serial=None"))
        .isEqualTo(
            new Refused("it tells no MAC address, UUID or serial number that identifies it"));
    assertThat(fleet.token("nothing")).isEmpty();
  }
}
