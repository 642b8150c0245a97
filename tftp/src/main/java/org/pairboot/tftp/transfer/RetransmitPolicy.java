package org.pairboot.tftp.transfer;

import java.time.Duration;
import java.util.Optional;
import org.pairboot.conf.TftpSettings;

/**
 * When packets are retransmitted. All times in nanoseconds.
 *
 * @param initial the wait before the round trip is known
 * @param floor the least time added to the round trip once it is known, and so the shortest wait
 * @param max the limit of the doubled waits
 * @param giveUpAfter the silence after which a client that has answered counts as gone
 * @param unprovenPackets packets sent before the first answer
 * @param asked whether the client asked for {@code initial}: then the first waits in a row are as
 *     long as that, whatever the round trip is
 */
public record RetransmitPolicy(
    long initial, long floor, long max, long giveUpAfter, int unprovenPackets, boolean asked) {
  private static final int WAITS_BEFORE_GIVING_UP = 3;

  /** However short the waits are that a client asks for: firmware may be busy for as long. */
  private static final long LEAST_PATIENCE = Duration.ofSeconds(1).toNanos();

  public RetransmitPolicy(
      long initial, long floor, long max, long giveUpAfter, int unprovenPackets) {
    this(initial, floor, max, giveUpAfter, unprovenPackets, false);
  }

  /**
   * The policy for one transfer.
   *
   * @param clientTimeout as negotiated (RFC 2349): replaces all waits. A client that asks for long
   *     waits gets several of them before it counts as gone.
   */
  public static RetransmitPolicy of(TftpSettings settings, Optional<Duration> clientTimeout) {
    TftpSettings.Retransmit retransmit = settings.retransmit();
    long giveUpAfter = retransmit.giveUpAfter().toNanos();
    int unprovenPackets = settings.unprovenPackets();
    if (clientTimeout.isPresent()) {
      long wait = clientTimeout.get().toNanos();
      long patience = Math.max(giveUpAfter, WAITS_BEFORE_GIVING_UP * wait);
      long max = Math.max(retransmit.max().toNanos(), wait);
      return new RetransmitPolicy(wait, wait, max, patience, unprovenPackets, true);
    }
    long initial = retransmit.initial().toNanos();
    long floor = retransmit.floor().toNanos();
    long max = Math.max(retransmit.max().toNanos(), Math.max(initial, floor));
    return new RetransmitPolicy(initial, floor, max, giveUpAfter, unprovenPackets, false);
  }

  /** The silence after which a client that has never answered counts as gone. */
  long unansweredPatience() {
    long sum = 0;
    long wait = initial;
    for (int i = 0; i < unprovenPackets; i++) {
      sum += wait;
      wait = asked ? wait : Math.min(2 * wait, max);
    }
    return Math.min(Math.max(sum, LEAST_PATIENCE), giveUpAfter);
  }
}
