package org.pairboot.it.attack;

import java.time.Duration;
import java.util.List;

/**
 * How large the attacks are.
 *
 * @param packets damaged TFTP packets
 * @param requests damaged HTTP requests
 * @param limit for each of these two, whatever was sent by then
 * @param giveUpAfter when a transfer without answers ends, in seconds
 * @param seed of everything random that is sent
 */
record Scale(long packets, long requests, Duration limit, int giveUpAfter, long seed) {
  static Scale brief() {
    return new Scale(2_000_000, 200_000, Duration.ofSeconds(20), 6, 1);
  }

  /** As {@link #brief}, with the time that servers wait by default. */
  static Scale full() {
    return new Scale(100_000_000, 10_000_000, Duration.ofHours(4), 60, 1);
  }

  /** Damaged packets and requests for this time in all. */
  Scale during(Duration time) {
    return new Scale(Long.MAX_VALUE, Long.MAX_VALUE, time.dividedBy(2), giveUpAfter, seed);
  }

  Scale seeded(long other) {
    return new Scale(packets, requests, limit, giveUpAfter, other);
  }

  List<String> forgedSettings() {
    return List.of("tftp.retransmit.give-up-after=" + giveUpAfter + "s");
  }

  /** How long a transfer lives at most once nobody sends any more. */
  Duration transferLife() {
    return Duration.ofSeconds(giveUpAfter + 2);
  }
}
