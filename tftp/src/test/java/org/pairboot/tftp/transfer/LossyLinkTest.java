package org.pairboot.tftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pairboot.tftp.event.TransferReport.Outcome;
import org.pairboot.tftp.transfer.LossyLink.Delay;

/** Transfers to clients that follow the RFCs, over unreliable links. */
class LossyLinkTest {

  static Stream<LossyLink.Setup> links() {
    return LongStream.range(0, 3000).mapToObj(LossyLinkTest::setup);
  }

  private static LossyLink.Setup setup(long seed) {
    Random random = new Random(seed);
    Firmware firmware = Firmware.values()[(int) (seed % Firmware.values().length)];
    // The link is bad where block numbers wrap, mostly in the middle of a window.
    boolean wraps = seed % 40 < 2;
    boolean windows = firmware != Firmware.GRUB && random.nextBoolean();
    int windowsize = windows ? 2 + random.nextInt(wraps ? 62 : 15) : 1;
    int blksize = 8;
    long blocks = wraps ? 65_550 + random.nextInt(200) : random.nextInt(300);
    double worst = 0.2;
    return new LossyLink.Setup(
        seed,
        blocks * blksize + random.nextInt(blksize),
        blksize,
        windowsize,
        // GRUB always asks for options, and repeats neither a request nor an ACK by itself.
        windowsize > 1 || firmware == Firmware.GRUB || random.nextBoolean(),
        random.nextDouble(worst),
        random.nextDouble(worst),
        random.nextDouble(worst),
        Delay.values()[random.nextInt(Delay.values().length)],
        Rollover.to(random.nextInt(2)),
        wraps ? 65_400 : 0,
        firmware);
  }

  @ParameterizedTest
  @MethodSource("links")
  void deliversEveryByteWithFewPacketsInBoundedTime(LossyLink.Setup setup) {
    LossyLink.Result result = LossyLink.run(setup);

    assertThat(result.received()).as("bytes").isEqualTo(LossyLink.content(setup));
    assertThat(result.outcome()).isIn(Outcome.COMPLETED, Outcome.COMPLETED_UNCONFIRMED);
    // Each window has a cause: an ACK of something new, a timer, or a repeated ACK after two
    // windows of new blocks or a packet of the timer. Nothing else.
    assertThat(2 * result.repeats())
        .as("repeats")
        .isLessThanOrEqualTo(1 + result.progresses() + 2 * result.expiries());
    long causes = 1 + result.progresses() + result.repeats() + result.expiries();
    assertThat(result.packetsSent())
        .as("packets sent for %d causes", causes)
        .isLessThanOrEqualTo(causes * setup.windowsize());
    // At worst each block is lost a few times, and each loss costs at most the longest wait.
    assertThat(result.duration()).isLessThan(Duration.ofHours(2));
  }

  /**
   * What a forger can cause is bounded by what its packets allow. On a link that loses up to 4 % of
   * the packets, an honest client must not be taken for one, nor be left without an answer.
   */
  @ParameterizedTest
  @MethodSource("links")
  void servesHonestClientsWithinWhatTheirPacketsAllow(LossyLink.Setup link) {
    LossyLink.Setup setup = link.with(Allowance.maxWindowsize(1, link.blksize()), 0.2);
    Allowance.Trial trial = Allowance.Trial.random(new Random(setup.seed()).nextLong(), false);

    LossyLink.Result result = LossyLink.run(setup, Allowance.ofKnownPort(trial));

    assertThat(result.outcome()).isIn(Outcome.COMPLETED, Outcome.COMPLETED_UNCONFIRMED);
    assertThat(result.received()).as("bytes").isEqualTo(LossyLink.content(setup));
  }

  @Test
  void sendsEveryPacketOnceOverAPerfectLink() {
    LossyLink.Setup setup =
        new LossyLink.Setup(
            1, 80_000, 8, 16, true, 0, 0, 0, Delay.CONSTANT, Rollover.TO_ZERO, 0, Firmware.EDK2);
    LossyLink.Result result = LossyLink.run(setup);
    assertThat(result.packetsSent()).isEqualTo(1 + 10_001);
    assertThat(result.expiries()).isZero();
    assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
  }

  /**
   * Where no two packets arrive in the order they were sent, windows gain little and most of them
   * need the timer; but it must not wait longer each time.
   */
  @ParameterizedTest
  @EnumSource(
      value = Firmware.class,
      names = {"EDK2", "U_BOOT", "DALLYING"})
  void waitsOnlyBrieflyWhenPacketsAreAlwaysReordered(Firmware firmware) {
    LossyLink.Setup setup =
        new LossyLink.Setup(
            1, 8000, 8, 5, true, 0, 0, 0, Delay.UNIFORM, Rollover.TO_ZERO, 0, firmware);
    LossyLink.Result result = LossyLink.run(setup);
    assertThat(result.received()).isEqualTo(LossyLink.content(setup));
    assertThat(result.duration()).isLessThan(Duration.ofSeconds(60));
  }

  /** RFC 1123, 4.2.3.1: duplicate ACKs must not duplicate the DATA for the rest of the transfer. */
  @Test
  void sendsNoMorePacketsWhenPacketsAreDuplicated() {
    LossyLink.Setup setup =
        new LossyLink.Setup(
            1, 80_000, 8, 1, true, 0, 1.0, 0, Delay.CONSTANT, Rollover.TO_ZERO, 0, Firmware.EDK2);
    LossyLink.Result result = LossyLink.run(setup);
    assertThat(result.packetsSent()).isEqualTo(1 + 10_001);
    assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
  }

  /**
   * The same with windows. A client answers a duplicate block as if it came before a gap, so there
   * may be a second copy of each block, but no third.
   */
  @Test
  void sendsNoMoreWindowsWhenPacketsAreDuplicated() {
    LossyLink.Setup setup =
        new LossyLink.Setup(
            1, 80_000, 8, 64, true, 0, 1.0, 0, Delay.CONSTANT, Rollover.TO_ZERO, 0, Firmware.EDK2);
    LossyLink.Result result = LossyLink.run(setup);
    assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(result.packetsSent()).isLessThanOrEqualTo(2 * 10_002);
  }

  /** A lost first block of a window costs about a round trip, not a timeout. */
  @ParameterizedTest
  @EnumSource(
      value = Firmware.class,
      names = {"EDK2", "U_BOOT"})
  void keepsWindowsFastAtOnePercentLoss(Firmware firmware) {
    Duration all = Duration.ZERO;
    int runs = 10;
    for (int seed = 1; seed <= runs; seed++) {
      LossyLink.Setup setup =
          new LossyLink.Setup(
              seed, 80_000, 8, 4, true, 0.01, 0, 0, Delay.CONSTANT, Rollover.TO_ZERO, 0, firmware);
      LossyLink.Result result = LossyLink.run(setup);
      assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
      assertThat(result.repeats()).isPositive();
      assertThat(result.packetsSent()).isLessThan(10_001 * 105 / 100);
      all = all.plus(result.duration());
    }
    // Where U-Boot's report of a gap is lost, its own timer of 5 s has to repeat it.
    assertThat(all).isLessThan(Duration.ofSeconds(9 * runs));
  }

  /**
   * On a good link, duplicates are sent only because the timer is too short. The wait doubles from
   * 20 ms to 8 s, which takes nine windows, and then another one is sent every 8 s.
   */
  @ParameterizedTest
  @CsvSource({"GRUB,1,299", "FLASH_WRITER,1,3", "FLASH_WRITER,8,3", "FLASH_WRITER,64,3"})
  void sendsFewDuplicatesToSlowClients(
      Firmware firmware, int windowsize, int secondsOfSilence, TestReporter reporter) {
    int blocks = 1000;
    LossyLink.Setup setup =
        new LossyLink.Setup(
            299,
            8 * blocks,
            8,
            windowsize,
            true,
            0,
            0,
            0,
            Delay.CONSTANT,
            Rollover.TO_ZERO,
            0,
            firmware);
    LossyLink.Result result = LossyLink.run(setup);
    long silences = firmware == Firmware.GRUB ? 1 : blocks / 100;
    long bound = silences * windowsize * (9 + secondsOfSilence / 8);
    reporter.publishEntry(
        "%s with windows of %d: %d of %d packets sent again, at most %d allowed, %d s"
            .formatted(
                firmware,
                windowsize,
                result.packetsResent(),
                result.packetsSent(),
                bound,
                result.duration().toSeconds()));
    assertThat(result.received()).isEqualTo(LossyLink.content(setup));
    assertThat(result.packetsResent()).isBetween(1L, bound);
    assertThat(result.duration())
        .isLessThan(Duration.ofSeconds(silences * (secondsOfSilence + 8) + 20));
  }
}
