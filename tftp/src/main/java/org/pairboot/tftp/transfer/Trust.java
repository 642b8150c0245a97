package org.pairboot.tftp.transfer;

/** How far a transfer trusts that its client asked for it, and what it may send to it. */
final class Trust {
  private final Allowance allowance;

  /** What the client's packets allow to send, and was not sent yet. */
  private long allowed;

  private int acksUntilTrial;
  private boolean onTrial;
  private long trialEnd;
  private boolean proven;
  private boolean forged;

  /** The client has sent its request. */
  Trust(Allowance allowance) {
    this.allowance = allowance;
    this.allowed = allowance.perRequest();
    this.acksUntilTrial = allowance.trial().afterAcks();
  }

  void onRepeatedRequest() {
    allowed += allowance.perRequest();
  }

  void onAck() {
    allowed += allowance.perPacket();
  }

  /** Whether so many packets may be sent. */
  boolean covers(long packets, boolean oack) {
    return packets * (oack ? allowance.perOack() : allowance.perBlock()) <= allowed;
  }

  void sent(long packets, boolean oack) {
    allowed -= packets * (oack ? allowance.perOack() : allowance.perBlock());
  }

  /**
   * The client has acknowledged something new. This is the proof, or brings it nearer.
   *
   * @param more whether there is more to send
   */
  void progressed(boolean more, long now) {
    proven |= allowance.portIsSecret() || acksUntilTrial == 0;
    if (!proven && more && --acksUntilTrial == 0) {
      onTrial = true;
      trialEnd = now + allowance.trial().silence();
    }
  }

  /** The client has acknowledged what was not sent. */
  void acknowledgedTooMuch() {
    if (allowance.trial().lateAcks()) {
      acksUntilTrial = allowance.trial().afterAcks();
    } else {
      forged = !proven;
    }
  }

  /** Whether nothing may be sent now, because of the trial. */
  boolean isOnTrial() {
    return onTrial;
  }

  long trialEnd() {
    return trialEnd;
  }

  void endTrial() {
    onTrial = false;
  }

  boolean isProven() {
    return proven;
  }

  boolean isForged() {
    return forged;
  }
}
