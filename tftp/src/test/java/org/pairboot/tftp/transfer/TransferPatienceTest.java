package org.pairboot.tftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.tftp.transfer.Exchange.SECOND;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.tftp.TestSettings;
import org.pairboot.tftp.event.TransferReport.Outcome;

/** How long the server waits for a silent client, and how many packets it sends. */
class TransferPatienceTest {
  private final RecordedTransfer run = new RecordedTransfer();

  @Test
  void doublesWaitsUpToTheMaximum() {
    run.start(9, 1, true);
    run.pass(1); // an OACK that was sent twice is not measured
    run.ack(0);
    run.takeSent();
    List<Integer> at = new ArrayList<>();
    for (int second = 1; second <= 40; second++) {
      run.pass(1);
      if (!run.takeSent().isEmpty()) {
        at.add(second);
      }
    }
    assertThat(at).containsExactly(2, 6, 14, 22, 30, 38);
  }

  @Test
  void usesAClientTimeoutWithoutGrowth() {
    RetransmitPolicy policy =
        RetransmitPolicy.of(TestSettings.create(), Optional.of(Duration.ofSeconds(3)));
    run.start(new Transfer.Terms(9, 1, Rollover.TO_ZERO, true, false), policy);
    run.ack(0);
    run.takeSent();
    run.pass(15);
    assertThat(run.sent()).containsExactly("1", "1", "1", "1", "1");
  }

  @Test
  void givesAClientWithLongWaitsSeveralOfThem() {
    RetransmitPolicy policy =
        RetransmitPolicy.of(TestSettings.create(), Optional.of(Duration.ofSeconds(255)));
    run.start(new Transfer.Terms(9, 1, Rollover.TO_ZERO, true, false), policy);
    run.ack(0);
    run.takeSent();
    run.pass(600);
    assertThat(run.sent()).hasSize(2);
    assertThat(run.transfer().hasEnded()).isFalse();
    run.pass(200);
    assertThat(run.transfer().outcome()).isEqualTo(Outcome.TIMED_OUT);
  }

  @ParameterizedTest
  @CsvSource({"true,OACK OACK OACK", "false,1"})
  void sendsFewPacketsByTimerToAnUnprovenClient(boolean oack, String packets) {
    run.start(1, 1, oack);
    run.pass(3600);
    assertThat(run.sent()).containsExactly(packets.split(" "));
    assertThat(run.transfer().outcome()).isEqualTo(Outcome.TIMED_OUT);
  }

  @Test
  void answersRepeatedRequestsWithinTheSameBound() {
    run.start(5, 1, true);
    for (int i = 0; i < 100; i++) {
      run.transfer().onDuplicateRequest(run.now());
    }
    assertThat(run.takeSent()).containsExactly("OACK", "OACK", "OACK");
    run.ack(0);
    assertThat(run.takeSent()).containsExactly("1");
    run.transfer().onDuplicateRequest(run.now());
    assertThat(run.sent()).isEmpty();
  }

  /** The first block is much larger than the request for it. */
  @Test
  void repeatsTheFirstBlockOnlyWithTheRequest() {
    run.start(5, 1, false);
    run.pass(3);
    assertThat(run.takeSent()).containsExactly("1");
    run.transfer().onDuplicateRequest(run.now());
    assertThat(run.takeSent()).containsExactly("1");
    run.ack(1);
    assertThat(run.takeSent()).containsExactly("2");
    run.pass(4);
    assertThat(run.sent()).containsExactly("2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void waitsForASecondWhateverTimeoutTheClientAsksFor(boolean answered) {
    RetransmitPolicy policy =
        RetransmitPolicy.of(TestSettings.create(), Optional.of(Duration.ofMillis(10)));
    run.start(new Transfer.Terms(9, 1, Rollover.TO_ZERO, true, false), policy);
    if (answered) {
      run.ack(0);
    }
    run.turn(Duration.ofMillis(999).toNanos());
    run.pass(0);
    assertThat(run.transfer().hasEnded()).isFalse();
  }

  /** A client that asks for 10 ms and is switched off would get 6000 packets. */
  @Test
  void sendsFewPacketsToAClientThatIsGone() {
    RetransmitPolicy policy =
        RetransmitPolicy.of(TestSettings.create(), Optional.of(Duration.ofMillis(10)));
    run.start(new Transfer.Terms(9, 1, Rollover.TO_ZERO, true, false), policy);
    run.ack(0);
    run.pass(3600);
    assertThat(run.sent()).hasSizeBetween(15, 30);
    assertThat(run.transfer().outcome()).isEqualTo(Outcome.TIMED_OUT);
  }

  @Test
  void endsATransferAfterSilence() {
    run.start(9, 1, true);
    run.ack(0);
    run.pass(59);
    assertThat(run.transfer().hasEnded()).isFalse();
    run.pass(1);
    assertThat(run.transfer().outcome()).isEqualTo(Outcome.TIMED_OUT);
    run.takeSent();
    run.ack(1);
    run.transfer().onTimer(run.now());
    run.transfer().onDuplicateRequest(run.now());
    assertThat(run.sent()).isEmpty();
  }

  @Test
  void takesAnOldAckForASignOfLife() {
    run.start(9, 1, true);
    run.ack(0);
    for (int i = 0; i < 10; i++) {
      run.pass(50);
      run.ack(0);
    }
    assertThat(run.transfer().hasEnded()).isFalse();
  }

  @Test
  void doesNotTakeItsOwnPauseForSilence() {
    run.start(9, 1, true);
    run.ack(0);
    run.pass(50);
    run.takeSent();
    run.turn(100 * SECOND);
    run.transfer().onPause(100 * SECOND, run.now());
    run.transfer().onTimer(run.now());
    assertThat(run.takeSent()).containsExactly("1");
    run.pass(9);
    assertThat(run.transfer().hasEnded()).isFalse();
    run.pass(1);
    assertThat(run.transfer().outcome()).isEqualTo(Outcome.TIMED_OUT);
  }

  @Test
  void neverHearsAClientInTheFuture() {
    run.start(9, 1, true);
    run.turn(100 * SECOND);
    run.ack(0);
    run.transfer().onPause(100 * SECOND, run.now());
    run.pass(60);
    assertThat(run.transfer().outcome()).isEqualTo(Outcome.TIMED_OUT);
  }
}
