package org.pairboot.it.soak;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pairboot.it.lab.LossyLink;

/**
 * How many clients have got their files, and what it took.
 *
 * @param clients who asked
 * @param complete who got all bytes, each compared
 * @param failures of the others, one line each
 * @param bytes of the files, each byte counted once
 * @param packetsReceived DATA and OACK that got through
 * @param packetsNotNew those of them that said nothing new
 * @param packetsOfOthers that came from another port than the transfer's
 * @param packetsLost on the simulated link, both ways
 * @param requestsRepeated requests sent again for want of an answer
 * @param timeouts of clients that then acknowledged again
 * @param duration from the first request to the last byte
 */
public record ReadResult(
    int clients,
    int complete,
    List<String> failures,
    long bytes,
    long packetsReceived,
    long packetsNotNew,
    long packetsOfOthers,
    long packetsLost,
    long acksSent,
    long requestsRepeated,
    long timeouts,
    Duration duration) {

  static ReadResult of(List<Client> clients, ReadTally tally, LossyLink link, Duration duration) {
    return new ReadResult(
        clients.size(),
        (int) clients.stream().filter(Client::isComplete).count(),
        clients.stream().map(Client::failure).flatMap(Optional::stream).toList(),
        tally.bytes,
        tally.packetsReceived,
        tally.packetsNotNew,
        tally.packetsOfOthers,
        link.lost(),
        tally.acksSent,
        tally.requestsRepeated,
        tally.timeouts,
        duration);
  }

  /** One line for people. */
  @Override
  public String toString() {
    double seconds = duration.toMillis() / 1000.0;
    return String.format(
        Locale.ROOT,
        "%d of %d files complete, %.0f MB in %.1f s (%.0f MB/s), %d packets received of which %d"
            + " not new, %d of other ports, %d lost, %d ACKs, %d requests repeated, %d timeouts",
        complete,
        clients,
        bytes / 1e6,
        seconds,
        bytes / 1e6 / seconds,
        packetsReceived,
        packetsNotNew,
        packetsOfOthers,
        packetsLost,
        acksSent,
        requestsRepeated,
        timeouts);
  }
}
