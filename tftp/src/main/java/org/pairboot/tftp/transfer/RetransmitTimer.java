package org.pairboot.tftp.transfer;

/**
 * Knows when to send again, and when to stop waiting.
 *
 * <p>The wait follows the measured round trip (RFC 6298). It doubles with every timeout, and stays
 * as long as it has become until the client answers something that the timer had no part in. An
 * answer to a retransmission says neither how long the round trip is (Karn's rule) nor that the
 * next packet will be answered sooner: GRUB holds its second initrd for minutes and acknowledges
 * one block per retransmission. So the wait grows towards the largest there, and is short again
 * with the first block that is answered by itself. That is for lockstep: no client with windows
 * holds a file so, and where packets overtake each other all the time every window may need the
 * timer, so that there any progress makes the wait short.
 *
 * <p>Giving up is a matter of silence alone, for the same reason: a count of retransmissions says
 * nothing.
 */
final class RetransmitTimer {
  private final RetransmitPolicy policy;
  private final boolean lockstep;
  private final RoundTrip roundTrip = new RoundTrip();
  private long wait;
  private long sentAt;
  private long heardAt;
  private boolean sentByTimer;

  /**
   * @param lockstep whether windows have one block
   */
  RetransmitTimer(RetransmitPolicy policy, boolean lockstep, long now) {
    this.policy = policy;
    this.lockstep = lockstep;
    this.wait = policy.initial();
    this.sentAt = now;
    this.heardAt = now;
  }

  /** Something was sent that wants an answer. */
  void sent(long now) {
    sentAt = now;
  }

  /** The client has said something, be it new or not. */
  void heard(long now) {
    heardAt = now;
  }

  /**
   * The client has acknowledged something new.
   *
   * @param measurable whether nothing of what was sent last had been sent before, so that this can
   *     be an answer to nothing else
   */
  void progressed(long now, boolean measurable) {
    if (measurable) {
      roundTrip.measured(now - sentAt);
    }
    if (!sentByTimer || !lockstep) {
      wait =
          roundTrip.isKnown()
              ? Math.min(roundTrip.patience(policy.floor()), policy.max())
              : policy.initial();
    }
    sentByTimer = false;
  }

  /** No answer came in time: what is sent now is a retransmission, and the next wait is longer. */
  void backOff() {
    wait = Math.min(2 * wait, policy.max());
    sentByTimer = true;
  }

  /**
   * Whether an ACK that arrives now may answer what was sent last. One that is there too soon was
   * on its way before.
   */
  boolean mayBeAnswer(long now) {
    return now - sentAt >= roundTrip.shortest() / 2;
  }

  /** When the client last said something. */
  long heardAt() {
    return heardAt;
  }

  boolean isSilent(long now) {
    return now - heardAt >= policy.giveUpAfter();
  }

  boolean isDue(long now) {
    return now - sentAt >= wait;
  }

  /** The earliest time at which {@link #isSilent} or {@link #isDue} turns true. */
  long deadline() {
    long due = sentAt + wait;
    long silent = heardAt + policy.giveUpAfter();
    return due - silent < 0 ? due : silent;
  }
}
