package org.pairboot.tftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.tftp.transfer.Exchange.MILLISECOND;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.tftp.event.TransferReport.Outcome;

/** Windows and acknowledgements; packets as in {@link RecordedTransfer}. */
class TransferTest {
  private final RecordedTransfer run = new RecordedTransfer();

  @Test
  void answersWithTheFirstBlockWithoutOptions() {
    run.start(2, 1, false);
    run.ack(1);
    run.ack(2);
    assertThat(run.sent()).containsExactly("1", "2");
    assertThat(run.transfer().outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(run.transfer().acknowledged()).isEqualTo(2);
    assertThat(run.transfer().packetsResent()).isZero();
  }

  @Test
  void sendsDataAfterTheAckOfTheOack() {
    run.start(1, 1, true);
    assertThat(run.takeSent()).containsExactly("OACK");
    run.ack(0);
    assertThat(run.takeSent()).containsExactly("1");
    run.ack(1);
    assertThat(run.transfer().outcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void sendsAWindowAtOnceUpToTheEndOfTheFile() {
    run.start(10, 4, true);
    run.ack(0);
    run.ack(4);
    run.ack(8);
    run.ack(10);
    assertThat(run.sent()).containsExactly("OACK", "1-4", "5-8", "9-10");
    assertThat(run.transfer().outcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void sendsNothingForADuplicateAck() {
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
  void actsOnTheFirstOfEqualPartialAcks() {
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

  /** EDK2 repeats its last ACK for each of the 63 blocks after the gap. */
  @Test
  void resendsAWindowOnceThatLostItsFirstBlock() {
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
  void leavesTheWindowAfterARepeatedOneToTheTimer() {
    run.start(1000, 64, true);
    run.answer(0);
    run.answer(64);
    run.turn(MILLISECOND);
    run.ack(64);
    run.answer(128);
    run.takeSent();
    run.turn(MILLISECOND);
    run.ack(128); // the echo of 65-128, which was sent twice
    assertThat(run.sent()).isEmpty();
    run.answer(192);
    run.turn(MILLISECOND);
    run.ack(192);
    assertThat(run.sent()).containsExactly("193-256", "193-256");
  }

  @Test
  void ignoresARepeatedAckThatComesTooSoon() {
    run.start(1000, 4, true);
    run.answer(0);
    run.answer(4);
    run.takeSent();
    run.turn(MILLISECOND / 4);
    run.ack(4);
    assertThat(run.sent()).isEmpty();
  }

  @Test
  void doesNotResendAWindowOfOneBlockForAnAck() {
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
  void ignoresAnAckOfABlockThatWasNeverSent(long block) {
    run.start(100_000, 4, true);
    run.ack(0);
    run.takeSent();
    run.ack(block);
    assertThat(run.sent()).isEmpty();
    assertThat(run.transfer().hasEnded()).isFalse();
  }
}
