package org.pairboot.tftp.transfer;

import java.time.Duration;
import java.util.Optional;
import org.pairboot.conf.TftpSettings;

/**
 * When packets are retransmitted. All times in nanoseconds.
 *
 * @param initial the wait before the round trip is known
 * @param floor the least time added to the round trip once it is known, and so the shortest wait;
 *     equal to {@code initial} and {@code max} for a constant wait
 * @param max the limit of the doubled waits
 * @param giveUpAfter the silence after which a client counts as gone
 * @param unprovenPackets packets sent before the first answer
 */
public record RetransmitPolicy(
    long initial, long floor, long max, long giveUpAfter, int unprovenPackets) {
  private static final int WAITS_BEFORE_GIVING_UP = 3;

  /**
   * The policy for one transfer.
   *
   * @param clientTimeout as negotiated (RFC 2349): replaces all waits and does not grow. A client
   *     that asks for long waits gets several of them before it counts as gone.
   */
  public static RetransmitPolicy of(TftpSettings settings, Optional<Duration> clientTimeout) {
    TftpSettings.Retransmit retransmit = settings.retransmit();
    long giveUpAfter = retransmit.giveUpAfter().toNanos();
    int unprovenPackets = settings.unprovenPackets();
    if (clientTimeout.isPresent()) {
      long wait = clientTimeout.get().toNanos();
      long patience = Math.max(giveUpAfter, WAITS_BEFORE_GIVING_UP * wait);
      return new RetransmitPolicy(wait, wait, wait, patience, unprovenPackets);
    }
    long initial = retransmit.initial().toNanos();
    long floor = retransmit.floor().toNanos();
    long max = Math.max(retransmit.max().toNanos(), Math.max(initial, floor));
    return new RetransmitPolicy(initial, floor, max, giveUpAfter, unprovenPackets);
  }
}
