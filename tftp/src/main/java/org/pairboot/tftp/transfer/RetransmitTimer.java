package org.pairboot.tftp.transfer;

/**
 * Decides when to retransmit, and when to give up.
 *
 * <p>The wait follows the measured round trip (RFC 6298). It doubles with every timeout, and stays
 * that long until the client answers a packet that the timer did not retransmit. An answer to a
 * retransmission shows neither how long the round trip is (Karn's algorithm) nor that the next
 * packet will be answered sooner: GRUB pauses its second initrd for minutes and acknowledges one
 * block per retransmission. There the wait grows towards the maximum, and is short again after the
 * first block that is answered without a retransmission. This applies to lockstep only: no client
 * with windows pauses a file like that, and where packets are reordered all the time every window
 * may need the timer, so there any progress makes the wait short.
 *
 * <p>A client that asks for a timeout gets it (RFC 2349), but one that is gone must not get packets
 * at that pace until the server gives up: after some of them in a row, those waits grow too.
 *
 * <p>For the same reason only silence decides when to give up: a count of retransmissions shows
 * nothing.
 */
final class RetransmitTimer {
  /** Waits in a row that a client gets as it has asked for. */
  private static final int WAITS_AS_ASKED = 8;

  private final RetransmitPolicy policy;
  private final boolean lockstep;
  private final RoundTrip roundTrip = new RoundTrip();
  private long wait;
  private long sentAt;
  private long heardAt;
  private boolean sentByTimer;
  private int timeouts;
  private long patience;

  /**
   * @param lockstep whether windows have one block
   */
  RetransmitTimer(RetransmitPolicy policy, boolean lockstep, long now) {
    this.policy = policy;
    this.lockstep = lockstep;
    this.wait = policy.initial();
    this.patience = policy.unansweredPatience();
    this.sentAt = now;
    this.heardAt = now;
  }

  /** Something was sent that needs an answer. */
  void sent(long now) {
    sentAt = now;
  }

  /** The client has sent something, new or not. */
  void heard(long now) {
    heardAt = now;
  }

  /** For {@code nanos} until now, nobody could hear the client. */
  void excuse(long nanos, long now) {
    heardAt += Math.min(nanos, now - heardAt);
  }

  /** The client has answered for the first time. */
  void answered() {
    patience = policy.giveUpAfter();
  }

  /**
   * The client has acknowledged something new.
   *
   * @param measurable whether the last transmission was entirely new, so that this can only be an
   *     answer to it
   */
  void progressed(long now, boolean measurable) {
    if (measurable) {
      roundTrip.measured(now - sentAt);
    }
    timeouts = 0;
    if (!sentByTimer || !lockstep || policy.asked()) {
      wait =
          roundTrip.isKnown() && !policy.asked()
              ? Math.min(roundTrip.patience(policy.floor()), policy.max())
              : policy.initial();
    }
    sentByTimer = false;
  }

  /**
   * No answer came in time: the next transmission repeats the last one, and the next wait is
   * longer.
   */
  void backOff() {
    timeouts++;
    if (!policy.asked() || timeouts > WAITS_AS_ASKED) {
      wait = Math.min(2 * wait, policy.max());
    }
    sentByTimer = true;
  }

  /**
   * Whether an ACK that arrives now may be an answer to the last transmission. One that arrives too
   * soon was sent earlier.
   */
  boolean mayBeAnswer(long now) {
    return now - sentAt >= roundTrip.shortest() / 2;
  }

  /** When the client last sent something. */
  long heardAt() {
    return heardAt;
  }

  boolean isSilent(long now) {
    return now - heardAt >= patience;
  }

  boolean isDue(long now) {
    return now - sentAt >= wait;
  }

  /** The earliest time at which {@link #isSilent} or {@link #isDue} becomes true. */
  long deadline() {
    long due = sentAt + wait;
    long silent = heardAt + patience;
    return due - silent < 0 ? due : silent;
  }

  /**
   * The smoothed round trip of one transfer and how much it varies (RFC 6298, section 2).
   *
   * <p>A round trip goes from the first packet of a window to an ACK of it. So it includes the time
   * to transmit the window and what the client does with it: a timer started with the window has to
   * wait that long. All times in nanoseconds.
   */
  private static final class RoundTrip {
    private static final int NOTHING_MEASURED = -1;

    private long smoothed = NOTHING_MEASURED;
    private long variation;
    private long shortest = Long.MAX_VALUE;

    boolean isKnown() {
      return smoothed != NOTHING_MEASURED;
    }

    void measured(long sample) {
      shortest = Math.min(shortest, sample);
      if (isKnown()) {
        variation += (Math.abs(smoothed - sample) - variation) / 4;
        smoothed += (sample - smoothed) / 8;
      } else {
        smoothed = sample;
        variation = sample / 2;
      }
    }

    /**
     * How long an answer may take; only valid if known.
     *
     * @param margin the least time to add to the round trip: without it, one that hardly varies
     *     would leave none
     */
    long patience(long margin) {
      return smoothed + Math.max(margin, 4 * variation);
    }

    /** The shortest of all round trips; 0 if none is known. */
    long shortest() {
      return isKnown() ? shortest : 0;
    }
  }
}
