package org.pairboot.tftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.tftp.event.TransferOutcome;

/** What is said of a transfer that has ended. */
class TransferOutcomeTest {
  private final RecordedTransfer run = new RecordedTransfer();

  @Test
  void a_lost_last_ack_is_no_error() {
    run.start(2, 1, true);
    run.ack(0);
    run.ack(1);
    run.pass(60);
    assertThat(run.transfer().outcome()).isEqualTo(TransferOutcome.COMPLETED_UNCONFIRMED);
  }

  @ParameterizedTest
  @CsvSource({"8,PROBE", "0,PROBE", "4,ABORTED", "3,ABORTED"})
  void an_error_in_answer_to_the_oack_may_be_the_end_of_a_probe(int code, TransferOutcome outcome) {
    run.start(9, 4, true);
    run.transfer().onError(code);
    assertThat(run.transfer().outcome()).isEqualTo(outcome);
    assertThat(run.sent()).containsExactly("OACK");
  }

  @Test
  void a_probe_asks_for_the_size() {
    run.start(new Transfer.Terms(9, 1, Rollover.TO_ZERO, true, false));
    run.transfer().onError(8);
    assertThat(run.transfer().outcome()).isEqualTo(TransferOutcome.ABORTED);
  }

  @Test
  void an_error_after_data_is_an_abort() {
    run.start(9, 1, true);
    run.ack(0);
    run.ack(1);
    run.transfer().onError(8);
    assertThat(run.transfer().outcome()).isEqualTo(TransferOutcome.ABORTED);
  }

  @Test
  void closing_with_the_last_block_out_is_an_unconfirmed_completion() {
    run.start(3, 1, true);
    run.ack(0);
    run.ack(1);
    run.ack(2);
    run.transfer().onError(0);
    assertThat(run.transfer().outcome()).isEqualTo(TransferOutcome.COMPLETED_UNCONFIRMED);
  }

  @Test
  void another_request_ends_it() {
    run.start(3, 1, true);
    run.ack(0);
    run.transfer().onSuperseded();
    assertThat(run.transfer().outcome()).isEqualTo(TransferOutcome.ABORTED);
  }

  @Test
  void there_is_no_outcome_before_the_end() {
    run.start(1, 1, false);
    assertThatThrownBy(run.transfer()::outcome).isInstanceOf(IllegalStateException.class);
  }
}
