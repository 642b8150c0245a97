package org.pairboot.tftp.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.pairboot.testing.Draw;
import org.pairboot.testing.Property;
import org.pairboot.tftp.transfer.Transfer.Output;

/** Whatever a client says, and when. */
class TransferPropertyTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final RetransmitPolicy POLICY =
      new RetransmitPolicy(SECOND, SECOND / 50, 8 * SECOND, 60 * SECOND, 3);

  private sealed interface Event {
    record Ack(int number) implements Event {}

    record Repetition() implements Event {}

    record Silence(long millis) implements Event {}
  }

  @Test
  void sendsOnlyForACauseAndOnlyTheWindow() {
    Property.holds(draw -> {
      long last = draw.between(1, 70_000);
      int windowsize = draw.between(1, 65_535);
      boolean oack = draw.bool();
      Recorder sent = new Recorder();
      long now = 0;
      long fresh = 0;
      long repeats = 0;
      long timeouts = 0;
      Transfer transfer =
          new Transfer(
              new Transfer.Terms(last, windowsize, Rollover.TO_ZERO, oack, false),
              POLICY,
              RecordedTransfer.FREE,
              sent,
              now);
      transfer.start(now);
      for (Event event : draw.list(0, 60, () -> event(draw))) {
        long acknowledged = transfer.acknowledged();
        boolean proven = transfer.isProven();
        int commands = sent.commands;
        long packets = sent.packets;
        switch (event) {
          case Event.Ack(int number) -> {
            long resent = transfer.packetsResent();
            transfer.onAck(number, now);
            boolean progress =
                transfer.acknowledged() > acknowledged || transfer.isProven() != proven;
            if (progress && !transfer.hasEnded()) {
              // None where a window at the end of the file cannot become larger.
              assertThat(sent.commands - commands)
                  .isEqualTo(transfer.packetsSent() > packets ? 1 : 0);
              fresh += transfer.packetsResent() == resent ? 1 : 0;
            } else if (sent.commands > commands) {
              assertThat(windowsize).isGreaterThan(1);
              repeats++;
            }
            // Two windows of new blocks for each repetition, the first answer among them, or a
            // packet of the timer.
            assertThat(2 * repeats).isLessThanOrEqualTo(1 + fresh + 2 * timeouts);
          }
          case Event.Repetition() -> transfer.onDuplicateRequest(now);
          case Event.Silence(long millis) -> {
            now += Duration.ofMillis(millis).toNanos();
            transfer.onTimer(now);
            timeouts += sent.commands > commands ? 1 : 0;
          }
        }
        assertThat(sent.commands - commands).isLessThanOrEqualTo(1);
        assertThat(transfer.acknowledged()).isBetween(acknowledged, last);
        assertThat(transfer.isProven() || sent.packets <= 3).isTrue();
        assertThat(sent.highest)
            .isLessThanOrEqualTo(Math.min(last, acknowledgedBound(transfer, windowsize)));
        assertThat(sent.packets).isEqualTo(transfer.packetsSent());
      }
    });
  }

  private static long acknowledgedBound(Transfer transfer, int windowsize) {
    return transfer.acknowledged() + windowsize;
  }

  private static Event event(Draw draw) {
    return switch (draw.between(1, 4)) {
      case 1 -> new Event.Repetition();
      case 2 -> new Event.Silence(draw.between(0L, 20_000L));
      default -> new Event.Ack(draw.bool() ? draw.between(0, 70) : draw.between(0, 65_535));
    };
  }

  private static final class Recorder implements Output {
    private int commands;
    private long packets;
    private long highest;

    @Override
    public void sendOack() {
      commands++;
      packets++;
    }

    @Override
    public void sendData(long first, int count) {
      assertThat(first).isPositive();
      assertThat(count).isPositive();
      commands++;
      packets += count;
      highest = Math.max(highest, first + count - 1);
    }
  }
}
