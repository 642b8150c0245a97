package org.pairboot.tftp.transfer;

/**
 * The smoothed round trip of one transfer and how much it varies (RFC 6298, section 2).
 *
 * <p>A round trip goes from the first packet of a window to an ACK of it. So it includes the time
 * to transmit the window and what the client does with it: a timer started with the window has to
 * wait that long. All times in nanoseconds.
 */
final class RoundTrip {
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
   * @param margin the least time to add to the round trip: without it, one that hardly varies would
   *     leave none
   */
  long patience(long margin) {
    return smoothed + Math.max(margin, 4 * variation);
  }

  /** The shortest of all round trips; 0 if none is known. */
  long shortest() {
    return isKnown() ? shortest : 0;
  }
}
