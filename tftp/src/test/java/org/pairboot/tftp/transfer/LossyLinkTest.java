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
import org.pairboot.tftp.event.TransferOutcome;
import org.pairboot.tftp.transfer.LossyLink.Delay;

/** A transfer against a client that follows the RFCs, over a link that does not do its work. */
class LossyLinkTest {

  static Stream<LossyLink.Setup> links() {
    return LongStream.range(0, 3000).mapToObj(LossyLinkTest::setup);
  }

  private static LossyLink.Setup setup(long seed) {
    Random random = new Random(seed);
    Firmware firmware = Firmware.values()[(int) (seed % Firmware.values().length)];
    // The link is bad where block numbers begin anew, in the midst of a window mostly.
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
        windowsize > 1 || random.nextBoolean(),
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
  void every_byte_arrives_with_few_packets_in_bounded_time(LossyLink.Setup setup) {
    LossyLink.Result result = LossyLink.run(setup);

    assertThat(result.received()).as("bytes").isEqualTo(LossyLink.content(setup));
    assertThat(result.outcome())
        .isIn(TransferOutcome.COMPLETED, TransferOutcome.COMPLETED_UNCONFIRMED);
    // A window leaves for a cause: an ACK that brought something new, a timer, or a repeated ACK
    // behind two windows of new blocks. Nothing else.
    assertThat(2 * result.repeats()).as("repeats").isLessThanOrEqualTo(1 + result.progresses());
    long causes = 1 + result.progresses() + result.repeats() + result.expiries();
    assertThat(result.packetsSent())
        .as("packets sent for %d causes", causes)
        .isLessThanOrEqualTo(causes * setup.windowsize());
    // Each block is lost a few times at worst, and each time costs at most the longest wait.
    assertThat(result.duration()).isLessThan(Duration.ofHours(2));
  }

  @Test
  void a_perfect_link_sees_every_packet_once() {
    LossyLink.Setup setup =
        new LossyLink.Setup(
            1, 80_000, 8, 16, true, 0, 0, 0, Delay.CONSTANT, Rollover.TO_ZERO, 0, Firmware.EDK2);
    LossyLink.Result result = LossyLink.run(setup);
    assertThat(result.packetsSent()).isEqualTo(1 + 10_001);
    assertThat(result.expiries()).isZero();
    assertThat(result.outcome()).isEqualTo(TransferOutcome.COMPLETED);
  }

  /**
   * Where no two packets arrive in the order they were sent, windows bring little and the timer is
   * needed for most of them; but it must not wait longer each time.
   */
  @ParameterizedTest
  @EnumSource(
      value = Firmware.class,
      names = {"EDK2", "U_BOOT", "DALLYING"})
  void packets_that_overtake_each_other_all_the_time_cost_short_waits(Firmware firmware) {
    LossyLink.Setup setup =
        new LossyLink.Setup(
            1, 8000, 8, 5, true, 0, 0, 0, Delay.UNIFORM, Rollover.TO_ZERO, 0, firmware);
    LossyLink.Result result = LossyLink.run(setup);
    assertThat(result.received()).isEqualTo(LossyLink.content(setup));
    assertThat(result.duration()).isLessThan(Duration.ofSeconds(60));
  }

  /** RFC 1123, 4.2.3.1: doubled ACKs must not double the DATA for the rest of the transfer. */
  @Test
  void doubled_packets_do_not_make_more_packets() {
    LossyLink.Setup setup =
        new LossyLink.Setup(
            1, 80_000, 8, 1, true, 0, 1.0, 0, Delay.CONSTANT, Rollover.TO_ZERO, 0, Firmware.EDK2);
    LossyLink.Result result = LossyLink.run(setup);
    assertThat(result.packetsSent()).isEqualTo(1 + 10_001);
    assertThat(result.outcome()).isEqualTo(TransferOutcome.COMPLETED);
  }

  /**
   * The same with windows. A block that comes twice is answered as if it came before a gap, so
   * there may be a second copy of each block, and no third.
   */
  @Test
  void doubled_packets_do_not_make_more_windows() {
    LossyLink.Setup setup =
        new LossyLink.Setup(
            1, 80_000, 8, 64, true, 0, 1.0, 0, Delay.CONSTANT, Rollover.TO_ZERO, 0, Firmware.EDK2);
    LossyLink.Result result = LossyLink.run(setup);
    assertThat(result.outcome()).isEqualTo(TransferOutcome.COMPLETED);
    assertThat(result.packetsSent()).isLessThanOrEqualTo(2 * 10_002);
  }

  /** What a lost first block of a window costs: about a round trip, not a timeout. */
  @ParameterizedTest
  @EnumSource(
      value = Firmware.class,
      names = {"EDK2", "U_BOOT"})
  void one_percent_of_loss_leaves_windows_quick(Firmware firmware) {
    LossyLink.Setup setup =
        new LossyLink.Setup(
            1, 80_000, 8, 4, true, 0.01, 0, 0, Delay.CONSTANT, Rollover.TO_ZERO, 0, firmware);
    LossyLink.Result result = LossyLink.run(setup);
    assertThat(result.outcome()).isEqualTo(TransferOutcome.COMPLETED);
    assertThat(result.repeats()).isPositive();
    assertThat(result.packetsSent()).isLessThan(10_001 * 112 / 100);
    assertThat(result.duration()).isLessThan(Duration.ofSeconds(8));
  }

  /**
   * On a good link, all that is sent twice is sent for want of patience. The wait doubles from 20
   * ms to 8 s, which are nine windows, and then another one goes every 8 s.
   */
  @ParameterizedTest
  @CsvSource({"GRUB,1,299", "FLASH_WRITER,1,3", "FLASH_WRITER,8,3", "FLASH_WRITER,64,3"})
  void clients_that_are_slow_but_alive_get_few_duplicates(
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
