package org.pairboot.tftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.tftp.event.TransferReport.Outcome;

/** The outcome of a finished transfer. */
class TransferOutcomeTest {
  private final RecordedTransfer run = new RecordedTransfer();

  @Test
  void completesUnconfirmedAfterALostLastAck() {
    run.start(2, 1, true);
    run.ack(0);
    run.ack(1);
    run.pass(60);
    assertThat(run.transfer().outcome()).isEqualTo(Outcome.COMPLETED_UNCONFIRMED);
  }

  @ParameterizedTest
  @CsvSource({"8,PROBE", "0,PROBE", "4,ABORTED", "3,ABORTED"})
  void takesAnErrorAfterTheOackForTheEndOfAProbe(int code, Outcome outcome) {
    run.start(9, 4, true);
    run.transfer().onError(code);
    assertThat(run.transfer().outcome()).isEqualTo(outcome);
    assertThat(run.sent()).containsExactly("OACK");
  }

  @Test
  void takesAnErrorForAProbeOnlyIfTheSizeWasRequested() {
    run.start(new Transfer.Terms(9, 1, Rollover.TO_ZERO, true, false));
    run.transfer().onError(8);
    assertThat(run.transfer().outcome()).isEqualTo(Outcome.ABORTED);
  }

  @Test
  void takesAnErrorAfterDataForAnAbort() {
    run.start(9, 1, true);
    run.ack(0);
    run.ack(1);
    run.transfer().onError(8);
    assertThat(run.transfer().outcome()).isEqualTo(Outcome.ABORTED);
  }

  @Test
  void completesUnconfirmedWhenTheClientClosesAfterTheLastBlock() {
    run.start(3, 1, true);
    run.ack(0);
    run.ack(1);
    run.ack(2);
    run.transfer().onError(0);
    assertThat(run.transfer().outcome()).isEqualTo(Outcome.COMPLETED_UNCONFIRMED);
  }

  @Test
  void endsWhenTheClientSendsAnotherRequest() {
    run.start(3, 1, true);
    run.ack(0);
    run.transfer().onLeft();
    assertThat(run.transfer().outcome()).isEqualTo(Outcome.ABORTED);
  }

  @Test
  void hasNoOutcomeBeforeTheEnd() {
    run.start(1, 1, false);
    assertThatThrownBy(run.transfer()::outcome).isInstanceOf(IllegalStateException.class);
  }
}
