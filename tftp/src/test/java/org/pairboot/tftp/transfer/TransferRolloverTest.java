package org.pairboot.tftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.tftp.event.TransferReport.Outcome;

/** Block numbers of files with more blocks than there are numbers. */
class TransferRolloverTest {
  private final RecordedTransfer run = new RecordedTransfer();

  @ParameterizedTest
  @CsvSource({"1,65540", "3,65540", "64,65600", "1,200000", "65535,200000"})
  void wrapsBlockNumbersToZero(int windowsize, long lastBlock) {
    run.start(lastBlock, windowsize, true);
    run.ack(0);
    run.runTo(lastBlock, windowsize);
    assertThat(run.transfer().outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(run.transfer().acknowledged()).isEqualTo(lastBlock);
    assertThat(run.transfer().packetsSent()).isEqualTo(lastBlock + 1);
  }

  @Test
  void findsAGapInAWindowAcrossTheWrap() {
    run.start(70_000, 8, true);
    run.ack(0);
    run.runTo(65_528, 8);
    run.takeSent();
    run.ack(65_532);
    assertThat(run.takeSent()).containsExactly("65533-65540");
    run.ack(65_536); // in the packet: 0
    assertThat(run.takeSent()).containsExactly("65537-65544");
    run.ack(65_535);
    run.ack(65_536);
    assertThat(run.sent()).isEmpty();
    run.ack(65_544); // in the packet: 8
    assertThat(run.takeSent()).containsExactly("65545-65552");
  }

  @ParameterizedTest
  @CsvSource({"1,65540", "64,65600", "3,200000", "65534,200000"})
  void rollsBlockNumbersOverToOne(int windowsize, long lastBlock) {
    run.start(new Transfer.Terms(lastBlock, windowsize, Rollover.TO_ONE, true, false));
    run.ack(0);
    for (long n = windowsize; n < lastBlock; n += windowsize) {
      run.acknowledge((int) ((n - 1) % 65535 + 1));
    }
    run.acknowledge((int) ((lastBlock - 1) % 65535 + 1));
    assertThat(run.transfer().outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(run.transfer().packetsSent()).isEqualTo(lastBlock + 1);
  }

  @Test
  void givesNoBlockTheNumberZeroAfterARolloverToOne() {
    run.start(new Transfer.Terms(70_000, 8, Rollover.TO_ONE, true, false));
    run.ack(0);
    run.runTo(65_528, 8);
    run.takeSent();
    run.acknowledge(0);
    assertThat(run.sent()).isEmpty();
    run.acknowledge(1); // block 65536
    assertThat(run.takeSent()).containsExactly("65537-65544");
    assertThat(Rollover.TO_ONE.number(65_535)).isEqualTo(65_535);
    assertThat(Rollover.TO_ONE.number(65_536)).isEqualTo(1);
    assertThat(Rollover.TO_ONE.number(131_070)).isEqualTo(65_535);
    assertThat(Rollover.TO_ONE.number(131_071)).isEqualTo(1);
  }
}
