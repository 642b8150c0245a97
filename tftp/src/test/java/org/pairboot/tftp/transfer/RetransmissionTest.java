package org.pairboot.tftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pairboot.tftp.transfer.Exchange.MILLISECOND;
import static org.pairboot.tftp.transfer.Exchange.NO_ANSWER;
import static org.pairboot.tftp.transfer.Exchange.SECOND;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.tftp.TestSettings;
import org.pairboot.tftp.event.TransferReport.Outcome;

/** When packets are retransmitted, with the default settings, to clients of every speed. */
class RetransmissionTest {
  private static final RetransmitPolicy DEFAULT =
      RetransmitPolicy.of(TestSettings.create("retransmit.floor=20ms"), Optional.empty());
  private static final Exchange.Client FAST = (block, copy, now) -> MILLISECOND;
  private static final Exchange.Client SLOW = (block, copy, now) -> 3 * SECOND;

  /** GRUB while it reads another file: it acknowledges retransmissions, and nothing else. */
  private static final Exchange.Client BUSY_GRUB =
      (block, copy, now) -> copy == 1 ? NO_ANSWER : MILLISECOND;

  private static Exchange exchange(long lastBlock) {
    return new Exchange(lastBlock, DEFAULT, FAST);
  }

  @Test
  void resendsALostBlockAfterRoundTripAndFloor() {
    Exchange exchange = exchange(1000).runTo(50);
    Duration before = exchange.time();
    exchange.with((block, copy, now) -> block == 52 && copy == 1 ? NO_ANSWER : MILLISECOND);
    exchange.runTo(52);
    assertThat(exchange.time().minus(before)).isEqualTo(Duration.ofMillis(1 + 21 + 1));
    assertThat(exchange.transfer().packetsResent()).isEqualTo(1);
  }

  /** Such as by a disk that wakes up, or by a busy machine. */
  @Test
  void doesNotResendABlockThatIsDelayedBeforeSending() {
    Exchange exchange = exchange(1000).runTo(50).holdingUp(52, SECOND).runTo(1000);
    assertThat(exchange.transfer().packetsResent()).isZero();
  }

  @Test
  void doublesTheInitialWaitBeforeTheFirstMeasurement() {
    Exchange exchange =
        new Exchange(10, DEFAULT, (block, copy, now) -> copy < 3 ? NO_ANSWER : MILLISECOND);
    exchange.runTo(1);
    // 1 s and 2 s for the OACK; 4 s and 8 s for block 1, because only retransmissions were
    // answered.
    assertThat(exchange.time()).isEqualTo(Duration.ofMillis(3000 + 1 + 4000 + 8000 + 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 50, 300})
  void sendsEachBlockOnceToSteadyClientsAtAnyDistance(long millis) {
    Random random = new Random(millis);
    Exchange.Client steady =
        (block, copy, now) -> (long) (millis * MILLISECOND * (1 + 0.1 * random.nextDouble()));
    Exchange exchange = new Exchange(2000, DEFAULT, steady).runTo(2000);
    assertThat(exchange.transfer().outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(exchange.transfer().packetsResent()).isZero();
  }

  /**
   * 20 ms doubled eight times is more than 3 s: at most this many duplicates until the timer has
   * adapted.
   */
  @Test
  void sendsFewDuplicatesToAClientThatBecomesSlow() {
    Exchange exchange = exchange(200).runTo(100).with(SLOW).runTo(200);
    assertThat(exchange.transfer().outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(exchange.transfer().packetsResent()).isBetween(1L, 9L);
  }

  /** Such as a client that writes every hundredth block to flash. */
  @Test
  void boundsDuplicatesForAClientThatPausesNowAndThen() {
    Exchange exchange =
        exchange(2000)
            .with((block, copy, now) -> block % 100 == 0 ? 3 * SECOND : MILLISECOND)
            .runTo(2000);
    assertThat(exchange.transfer().packetsResent()).isLessThanOrEqualTo(20 * 8);
    assertThat(exchange.time()).isLessThan(Duration.ofSeconds(20 * 3 + 10));
  }

  @Test
  void servesAClientFastAgainAtOnce() {
    Exchange exchange = exchange(400).runTo(100).with(SLOW).runTo(200).with(FAST);
    Duration before = exchange.time();
    exchange.runTo(400);
    assertThat(exchange.time().minus(before)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void survivesGrubPausingAnInitrdForMinutes() {
    Exchange exchange = exchange(10_000).runTo(50).with(BUSY_GRUB);
    long before = exchange.transfer().packetsSent();
    exchange.runFor(Duration.ofMinutes(5));
    assertThat(exchange.transfer().hasEnded()).isFalse();
    // Nine doublings, then one retransmission and one new block for each 8 s.
    assertThat(exchange.transfer().packetsSent() - before).isLessThan(2 * (9 + 300 / 8) + 2);

    Duration resumed = exchange.time();
    exchange.with(FAST).runTo(10_000);
    assertThat(exchange.transfer().outcome()).isEqualTo(Outcome.COMPLETED);
    // At worst the last long wait has just begun.
    assertThat(exchange.time().minus(resumed)).isLessThan(Duration.ofSeconds(8 + 11));
  }

  /**
   * Karn's algorithm: a client that answers a second copy after 30 ms may have answered the first
   * after 50.
   */
  @Test
  void doesNotMeasureAnswersToRetransmissions() {
    Exchange exchange = exchange(5000).runTo(50);
    Random random = new Random(1);
    exchange.with(
        (block, copy, now) -> copy == 1 && random.nextInt(4) == 0 ? NO_ANSWER : MILLISECOND);
    exchange.runTo(5000);
    // If the waits were measured, they would grow with each loss.
    long losses = exchange.transfer().packetsResent();
    assertThat(losses).isBetween(1000L, 1500L);
    assertThat(exchange.time().toMillis()).isLessThan(5000 + losses * 40);
  }

  @Test
  void neitherAdaptsNorDoublesATimeoutOfTheClient() {
    RetransmitPolicy policy =
        RetransmitPolicy.of(TestSettings.create(), Optional.of(Duration.ofSeconds(2)));
    Exchange exchange = new Exchange(100, policy, FAST).runTo(50);
    exchange.with((block, copy, now) -> copy < 4 ? NO_ANSWER : MILLISECOND);
    Duration before = exchange.time();
    exchange.runTo(52);
    // Block 51 was sent to the fast client.
    assertThat(exchange.time().minus(before)).isEqualTo(Duration.ofMillis(1 + 3 * 2000 + 1));
  }

  /** With a timer of 1 s this made a boot take minutes: 14 MB in lockstep, 1 % lost each way. */
  @Test
  void transfersAKernelInLessThanTwiceTheTimeAtOnePercentLoss() {
    Random random = new Random(7);
    Exchange exchange =
        exchange(10_000)
            .with((block, copy, now) -> random.nextInt(50) == 0 ? NO_ANSWER : MILLISECOND)
            .runTo(10_000);
    assertThat(exchange.transfer().outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(exchange.time()).isLessThan(Duration.ofSeconds(20));
  }
}
