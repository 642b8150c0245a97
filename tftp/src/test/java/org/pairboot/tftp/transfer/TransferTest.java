package org.pairboot.tftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.tftp.transfer.Exchange.MILLISECOND;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.tftp.event.TransferOutcome;

/** Windows and acknowledgements; packets as in {@link RecordedTransfer}. */
class TransferTest {
  private final RecordedTransfer run = new RecordedTransfer();

  @Test
  void without_options_the_first_block_is_the_answer() {
    run.start(2, 1, false);
    run.ack(1);
    run.ack(2);
    assertThat(run.sent()).containsExactly("1", "2");
    assertThat(run.transfer().outcome()).isEqualTo(TransferOutcome.COMPLETED);
    assertThat(run.transfer().acknowledged()).isEqualTo(2);
    assertThat(run.transfer().packetsResent()).isZero();
  }

  @Test
  void an_oack_is_acknowledged_before_data() {
    run.start(1, 1, true);
    assertThat(run.takeSent()).containsExactly("OACK");
    run.ack(1);
    assertThat(run.sent()).isEmpty();
    run.ack(0);
    assertThat(run.takeSent()).containsExactly("1");
    run.ack(1);
    assertThat(run.transfer().outcome()).isEqualTo(TransferOutcome.COMPLETED);
  }

  @Test
  void a_window_leaves_at_once_and_ends_with_the_file() {
    run.start(10, 4, true);
    run.ack(0);
    run.ack(4);
    run.ack(8);
    run.ack(10);
    assertThat(run.sent()).containsExactly("OACK", "1-4", "5-8", "9-10");
    assertThat(run.transfer().outcome()).isEqualTo(TransferOutcome.COMPLETED);
  }

  @Test
  void a_duplicate_ack_never_sends() {
    run.start(100, 1, true);
    run.ack(0);
    run.ack(1);
    run.ack(2);
    run.takeSent();
    for (int i = 0; i < 10_000; i++) {
      run.ack(2);
      run.ack(1);
      run.ack(0);
    }
    assertThat(run.sent()).isEmpty();
    assertThat(run.transfer().packetsSent()).isEqualTo(4);
  }

  @Test
  void of_equal_partial_acks_the_first_acts_alone() {
    run.start(1000, 64, true);
    run.ack(0);
    run.ack(64);
    run.takeSent();
    for (int i = 0; i < 63; i++) {
      run.ack(70);
    }
    assertThat(run.takeSent()).containsExactly("71-134");
    assertThat(run.transfer().packetsResent()).isEqualTo(58);
    run.ack(134);
    assertThat(run.takeSent()).containsExactly("135-198");
  }

  /** EDK2 repeats its last ACK for each of the 63 blocks behind the gap. */
  @Test
  void a_window_that_lost_its_first_block_is_sent_again_once() {
    run.start(1000, 64, true);
    run.answer(0);
    assertThat(run.takeSent()).containsExactly("OACK", "1-64");
    run.turn(MILLISECOND);
    for (int i = 0; i < 63; i++) {
      run.ack(0);
    }
    assertThat(run.takeSent()).containsExactly("1-64");
    run.turn(MILLISECOND);
    for (int i = 0; i < 63; i++) {
      run.ack(0);
    }
    assertThat(run.sent()).isEmpty();
    run.answer(64);
    assertThat(run.takeSent()).containsExactly("65-128");
  }

  @Test
  void the_window_behind_one_sent_again_waits_for_the_timer() {
    run.start(1000, 64, true);
    run.answer(0);
    run.answer(64);
    run.turn(MILLISECOND);
    run.ack(64);
    run.answer(128);
    run.takeSent();
    run.turn(MILLISECOND);
    run.ack(128); // the echo of 65-128 sent twice
    assertThat(run.sent()).isEmpty();
    run.answer(192);
    run.turn(MILLISECOND);
    run.ack(192);
    assertThat(run.sent()).containsExactly("193-256", "193-256");
  }

  @Test
  void a_repeated_ack_that_comes_too_soon_is_no_answer_to_the_window() {
    run.start(1000, 4, true);
    run.answer(0);
    run.answer(4);
    run.takeSent();
    run.turn(MILLISECOND / 4);
    run.ack(4);
    assertThat(run.sent()).isEmpty();
  }

  @Test
  void a_window_of_one_block_is_not_sent_again_for_an_ack() {
    run.start(9, 4, true);
    run.answer(0);
    run.answer(4);
    run.answer(8);
    run.takeSent();
    run.turn(MILLISECOND);
    run.ack(8);
    assertThat(run.sent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6, 100, 40_000, 65_535})
  void an_ack_of_a_block_never_sent_is_ignored(long block) {
    run.start(100_000, 4, true);
    run.ack(0);
    run.takeSent();
    run.ack(block);
    assertThat(run.sent()).isEmpty();
    assertThat(run.transfer().hasEnded()).isFalse();
  }
}
