package org.pairboot.tftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.tftp.TestSettings;
import org.pairboot.tftp.event.TransferOutcome;

/** Sent packets are written as {@code OACK}, {@code 7} or {@code 7-10}. */
class TransferTest {
  private static final long MILLISECOND = Duration.ofMillis(1).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final RetransmitPolicy POLICY =
      new RetransmitPolicy(SECOND, SECOND / 50, 8 * SECOND, 60 * SECOND, 3);

  private final List<String> sent = new ArrayList<>();
  private long now = Long.MAX_VALUE - SECOND; // nanoTime may wrap
  private Transfer transfer;

  private final TransferOutput output =
      new TransferOutput() {
        @Override
        public void sendOack() {
          sent.add("OACK");
        }

        @Override
        public void sendData(long first, int count) {
          sent.add(count == 1 ? "" + first : first + "-" + (first + count - 1));
        }
      };

  private void start(long lastBlock, int windowsize, boolean oack) {
    start(new Transfer.Terms(lastBlock, windowsize, Rollover.TO_ZERO, oack, oack), POLICY);
  }

  private void start(Transfer.Terms terms, RetransmitPolicy policy) {
    transfer = new Transfer(terms, policy, output, now);
    transfer.start(now);
  }

  /** Acknowledges after a millisecond. */
  private void answer(long block) {
    now += MILLISECOND;
    ack(block);
  }

  private void ack(long block) {
    transfer.onAck((int) (block & 0xFFFF), now);
  }

  /** Lets the clock run for {@code duration} and calls the timer whenever it wants. */
  private void pass(Duration duration) {
    long end = now + duration.toNanos();
    while (!transfer.hasEnded() && transfer.deadline() - end <= 0) {
      now = transfer.deadline();
      transfer.onTimer(now);
    }
    now = end;
  }

  private void pass(long seconds) {
    pass(Duration.ofSeconds(seconds));
  }

  /** Acknowledges everything up to {@code block} at once, window by window. */
  private void runTo(long block, int windowsize) {
    for (long n = transfer.acknowledged() + windowsize; n < block; n += windowsize) {
      ack(n);
    }
    ack(block);
  }

  private List<String> takeSent() {
    List<String> taken = List.copyOf(sent);
    sent.clear();
    return taken;
  }

  @Test
  void without_options_the_first_block_is_the_answer() {
    start(2, 1, false);
    ack(1);
    ack(2);
    assertThat(sent).containsExactly("1", "2");
    assertThat(transfer.outcome()).isEqualTo(TransferOutcome.COMPLETED);
    assertThat(transfer.acknowledged()).isEqualTo(2);
    assertThat(transfer.packetsResent()).isZero();
  }

  @Test
  void an_oack_is_acknowledged_before_data() {
    start(1, 1, true);
    assertThat(takeSent()).containsExactly("OACK");
    ack(1);
    assertThat(sent).isEmpty();
    ack(0);
    assertThat(takeSent()).containsExactly("1");
    ack(1);
    assertThat(transfer.outcome()).isEqualTo(TransferOutcome.COMPLETED);
  }

  @Test
  void a_window_leaves_at_once_and_ends_with_the_file() {
    start(10, 4, true);
    ack(0);
    ack(4);
    ack(8);
    ack(10);
    assertThat(sent).containsExactly("OACK", "1-4", "5-8", "9-10");
    assertThat(transfer.outcome()).isEqualTo(TransferOutcome.COMPLETED);
  }

  @Test
  void a_duplicate_ack_never_sends() {
    start(100, 1, true);
    ack(0);
    ack(1);
    ack(2);
    takeSent();
    for (int i = 0; i < 10_000; i++) {
      ack(2);
      ack(1);
      ack(0);
    }
    assertThat(sent).isEmpty();
    assertThat(transfer.packetsSent()).isEqualTo(4);
  }

  @Test
  void of_equal_partial_acks_the_first_acts_alone() {
    start(1000, 64, true);
    ack(0);
    ack(64);
    takeSent();
    for (int i = 0; i < 63; i++) {
      ack(70);
    }
    assertThat(takeSent()).containsExactly("71-134");
    assertThat(transfer.packetsResent()).isEqualTo(58);
    ack(134);
    assertThat(takeSent()).containsExactly("135-198");
  }

  /** EDK2 repeats its last ACK for each of the 63 blocks behind the gap. */
  @Test
  void a_window_that_lost_its_first_block_is_sent_again_once() {
    start(1000, 64, true);
    answer(0);
    assertThat(takeSent()).containsExactly("OACK", "1-64");
    now += MILLISECOND;
    for (int i = 0; i < 63; i++) {
      ack(0);
    }
    assertThat(takeSent()).containsExactly("1-64");
    now += MILLISECOND;
    for (int i = 0; i < 63; i++) {
      ack(0);
    }
    assertThat(sent).isEmpty();
    answer(64);
    assertThat(takeSent()).containsExactly("65-128");
  }

  @Test
  void the_window_behind_one_sent_again_waits_for_the_timer() {
    start(1000, 64, true);
    answer(0);
    answer(64);
    now += MILLISECOND;
    ack(64);
    answer(128);
    takeSent();
    now += MILLISECOND;
    ack(128); // the echo of 65-128 sent twice
    assertThat(sent).isEmpty();
    answer(192);
    now += MILLISECOND;
    ack(192);
    assertThat(sent).containsExactly("193-256", "193-256");
  }

  @Test
  void a_repeated_ack_that_comes_too_soon_is_no_answer_to_the_window() {
    start(1000, 4, true);
    answer(0);
    answer(4);
    takeSent();
    now += MILLISECOND / 4;
    ack(4);
    assertThat(sent).isEmpty();
  }

  @Test
  void a_window_of_one_block_is_not_sent_again_for_an_ack() {
    start(9, 4, true);
    answer(0);
    answer(4);
    answer(8);
    takeSent();
    now += MILLISECOND;
    ack(8);
    assertThat(sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6, 100, 40_000, 65_535})
  void an_ack_of_a_block_never_sent_is_ignored(long block) {
    start(100_000, 4, true);
    ack(0);
    takeSent();
    ack(block);
    assertThat(sent).isEmpty();
    assertThat(transfer.hasEnded()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1,65540", "3,65540", "64,65600", "1,200000", "65535,200000"})
  void block_numbers_wrap_to_zero(int windowsize, long lastBlock) {
    start(lastBlock, windowsize, true);
    ack(0);
    runTo(lastBlock, windowsize);
    assertThat(transfer.outcome()).isEqualTo(TransferOutcome.COMPLETED);
    assertThat(transfer.acknowledged()).isEqualTo(lastBlock);
    assertThat(transfer.packetsSent()).isEqualTo(lastBlock + 1);
  }

  @Test
  void a_gap_at_the_wrap_is_found_in_a_window_across_it() {
    start(70_000, 8, true);
    ack(0);
    runTo(65_528, 8);
    takeSent();
    ack(65_532);
    assertThat(takeSent()).containsExactly("65533-65540");
    ack(65_536); // on the wire: 0
    assertThat(takeSent()).containsExactly("65537-65544");
    ack(65_535);
    ack(65_536);
    assertThat(sent).isEmpty();
    ack(65_544); // on the wire: 8
    assertThat(takeSent()).containsExactly("65545-65552");
  }

  @ParameterizedTest
  @CsvSource({"1,65540", "64,65600", "3,200000", "65534,200000"})
  void block_numbers_may_roll_over_to_one(int windowsize, long lastBlock) {
    start(new Transfer.Terms(lastBlock, windowsize, Rollover.TO_ONE, true, false), POLICY);
    ack(0);
    for (long n = windowsize; n < lastBlock; n += windowsize) {
      transfer.onAck((int) ((n - 1) % 65535 + 1), now);
    }
    transfer.onAck((int) ((lastBlock - 1) % 65535 + 1), now);
    assertThat(transfer.outcome()).isEqualTo(TransferOutcome.COMPLETED);
    assertThat(transfer.packetsSent()).isEqualTo(lastBlock + 1);
  }

  @Test
  void after_a_rollover_to_one_no_block_has_the_number_zero() {
    start(new Transfer.Terms(70_000, 8, Rollover.TO_ONE, true, false), POLICY);
    ack(0);
    runTo(65_528, 8);
    takeSent();
    transfer.onAck(0, now);
    assertThat(sent).isEmpty();
    transfer.onAck(1, now); // block 65536
    assertThat(takeSent()).containsExactly("65537-65544");
    assertThat(Rollover.TO_ONE.number(65_535)).isEqualTo(65_535);
    assertThat(Rollover.TO_ONE.number(65_536)).isEqualTo(1);
    assertThat(Rollover.TO_ONE.number(131_070)).isEqualTo(65_535);
    assertThat(Rollover.TO_ONE.number(131_071)).isEqualTo(1);
  }

  @Test
  void waits_double_up_to_the_largest() {
    start(9, 1, true);
    pass(1); // an OACK sent twice measures nothing
    ack(0);
    takeSent();
    List<Integer> at = new ArrayList<>();
    for (int second = 1; second <= 40; second++) {
      pass(1);
      if (!takeSent().isEmpty()) {
        at.add(second);
      }
    }
    assertThat(at).containsExactly(2, 6, 14, 22, 30, 38);
  }

  @Test
  void a_client_timeout_replaces_the_first_wait_and_does_not_grow() {
    RetransmitPolicy policy =
        RetransmitPolicy.of(TestSettings.create(), Optional.of(Duration.ofSeconds(3)));
    start(new Transfer.Terms(9, 1, Rollover.TO_ZERO, true, false), policy);
    ack(0);
    takeSent();
    pass(15);
    assertThat(sent).containsExactly("1", "1", "1", "1", "1");
  }

  @Test
  void a_client_with_long_waits_gets_some_of_them() {
    RetransmitPolicy policy =
        RetransmitPolicy.of(TestSettings.create(), Optional.of(Duration.ofSeconds(255)));
    start(new Transfer.Terms(9, 1, Rollover.TO_ZERO, true, false), policy);
    ack(0);
    takeSent();
    pass(600);
    assertThat(sent).hasSize(2);
    assertThat(transfer.hasEnded()).isFalse();
    pass(200);
    assertThat(transfer.outcome()).isEqualTo(TransferOutcome.TIMED_OUT);
  }

  @ParameterizedTest
  @CsvSource({"true,OACK", "false,1"})
  void an_unproven_client_gets_three_packets(boolean oack, String packet) {
    start(1, 1, oack);
    pass(3600);
    assertThat(sent).containsExactly(packet, packet, packet);
    assertThat(transfer.outcome()).isEqualTo(TransferOutcome.TIMED_OUT);
  }

  @Test
  void repeated_requests_get_the_first_answer_within_the_same_bound() {
    start(5, 1, true);
    for (int i = 0; i < 100; i++) {
      transfer.onDuplicateRequest(now);
    }
    assertThat(takeSent()).containsExactly("OACK", "OACK", "OACK");
    ack(0);
    assertThat(takeSent()).containsExactly("1");
    transfer.onDuplicateRequest(now);
    assertThat(sent).isEmpty();
  }

  @Test
  void silence_ends_a_transfer() {
    start(9, 1, true);
    ack(0);
    pass(59);
    assertThat(transfer.hasEnded()).isFalse();
    pass(1);
    assertThat(transfer.outcome()).isEqualTo(TransferOutcome.TIMED_OUT);
    takeSent();
    ack(1);
    transfer.onTimer(now);
    transfer.onDuplicateRequest(now);
    assertThat(sent).isEmpty();
  }

  @Test
  void an_old_ack_is_a_sign_of_life() {
    start(9, 1, true);
    ack(0);
    for (int i = 0; i < 10; i++) {
      pass(50);
      ack(0);
    }
    assertThat(transfer.hasEnded()).isFalse();
  }

  @Test
  void a_lost_last_ack_is_no_error() {
    start(2, 1, true);
    ack(0);
    ack(1);
    pass(60);
    assertThat(transfer.outcome()).isEqualTo(TransferOutcome.COMPLETED_UNCONFIRMED);
  }

  @ParameterizedTest
  @CsvSource({"8,PROBE", "0,PROBE", "4,ABORTED", "3,ABORTED"})
  void an_error_in_answer_to_the_oack_may_be_the_end_of_a_probe(int code, TransferOutcome outcome) {
    start(9, 4, true);
    transfer.onError(code);
    assertThat(transfer.outcome()).isEqualTo(outcome);
    assertThat(sent).containsExactly("OACK");
  }

  @Test
  void a_probe_asks_for_the_size() {
    start(new Transfer.Terms(9, 1, Rollover.TO_ZERO, true, false), POLICY);
    transfer.onError(8);
    assertThat(transfer.outcome()).isEqualTo(TransferOutcome.ABORTED);
  }

  @Test
  void an_error_after_data_is_an_abort() {
    start(9, 1, true);
    ack(0);
    ack(1);
    transfer.onError(8);
    assertThat(transfer.outcome()).isEqualTo(TransferOutcome.ABORTED);
  }

  @Test
  void closing_with_the_last_block_out_is_an_unconfirmed_completion() {
    start(3, 1, true);
    ack(0);
    ack(1);
    ack(2);
    transfer.onError(0);
    assertThat(transfer.outcome()).isEqualTo(TransferOutcome.COMPLETED_UNCONFIRMED);
  }

  @Test
  void another_request_ends_it() {
    start(3, 1, true);
    ack(0);
    transfer.onSuperseded();
    assertThat(transfer.outcome()).isEqualTo(TransferOutcome.ABORTED);
  }

  @Test
  void there_is_no_outcome_before_the_end() {
    start(1, 1, false);
    assertThatThrownBy(transfer::outcome).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0,512,1,0",
    "1,512,1,1",
    "511,512,1,511",
    "512,512,2,0",
    "513,512,2,1",
    "4294967296,8,536870913,0",
    "10737418241,1428,7519201,641",
  })
  void a_file_ends_with_a_short_block(long length, int blksize, long last, int sizeOfLast) {
    Blocks blocks = new Blocks(length, blksize);
    assertThat(blocks.last()).isEqualTo(last);
    assertThat(blocks.size(last)).isEqualTo(sizeOfLast);
    assertThat(blocks.position(last) + sizeOfLast).isEqualTo(length);
    assertThat(blocks.bytesThrough(last)).isEqualTo(length);
    assertThat(blocks.bytesThrough(0)).isZero();
  }
}
