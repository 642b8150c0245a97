package org.pairboot.it.load;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What all clients of a run received.
 *
 * @param packetsLost on the simulated link, in both directions
 * @param elapsed from the first start to the last byte, in nanoseconds
 * @param cpu time that the clients used, in nanoseconds
 */
public record LoadResult(List<Outcome> outcomes, long packetsLost, long elapsed, long cpu) {
  public LoadResult {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * What one client received.
   *
   * @param client its address and the name of the file
   * @param bytes that arrived and were right
   * @param startedAt as of {@link System#nanoTime}
   * @param firstData from its start to the first block, in nanoseconds
   * @param duration from its start to its last block, in nanoseconds; valid only when {@code done}
   * @param done whether the whole file arrived
   * @param failure what went wrong; empty for a client that merely ran out of time
   */
  public record Outcome(
      String client,
      long bytes,
      long startedAt,
      long firstData,
      long duration,
      boolean done,
      String failure,
      PacketCounts packets) {
    String problem() {
      return client + ": " + (failure.isEmpty() ? "stopped after " + bytes + " bytes" : failure);
    }
  }

  /**
   * Packets of one client.
   *
   * @param received those that the link did not lose
   * @param duplicates blocks that came again
   * @param foreign packets from another port than the transfer's
   * @param repeatedRequests requests sent again because no answer arrived
   * @param repeatedAcks acknowledgements sent again because no block arrived
   */
  record PacketCounts(
      long received,
      long duplicates,
      long foreign,
      long acks,
      long repeatedRequests,
      long repeatedAcks) {}

  /** The clients for which something went wrong. */
  public List<Outcome> failed() {
    return outcomes.stream().filter(outcome -> !outcome.failure().isEmpty()).toList();
  }

  /** The clients that did not receive the whole file, because of a failure or the plan's limit. */
  public List<Outcome> unfinished() {
    return outcomes.stream().filter(outcome -> !outcome.done()).toList();
  }

  /** One line for each unfinished client: address, file, and what went wrong. */
  public List<String> problems() {
    return unfinished().stream().map(Outcome::problem).toList();
  }

  /** All bytes that arrived and were right. */
  public long bytes() {
    return outcomes.stream().mapToLong(Outcome::bytes).sum();
  }

  /** All blocks that came again. */
  public long duplicates() {
    return sum(PacketCounts::duplicates);
  }

  private long sum(ToLongFunction<PacketCounts> count) {
    return outcomes.stream().map(Outcome::packets).mapToLong(count).sum();
  }

  /** Megabytes per second. */
  public double megabytesPerSecond() {
    return bytes() / 1e6 / (elapsed / 1e9);
  }

  /** The duration that {@code percent} of the finished clients did not exceed, in nanoseconds. */
  public long duration(int percent) {
    return percentile(percent, Outcome::duration);
  }

  /** The same for the time to the first block. */
  public long firstData(int percent) {
    return percentile(percent, Outcome::firstData);
  }

  private long percentile(int percent, ToLongFunction<Outcome> value) {
    long[] sorted = outcomes.stream().filter(Outcome::done).mapToLong(value).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * (long) percent / 100)];
  }

  /** One line for people. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d of %d files complete, %.0f MB in %.1f s (%.0f MB/s); packets: %d received, %d"
            + " duplicate, %d from other ports, %d lost; %d ACKs, %d repeated on timeout, %d"
            + " requests repeated",
        outcomes.size() - unfinished().size(),
        outcomes.size(),
        bytes() / 1e6,
        elapsed / 1e9,
        megabytesPerSecond(),
        sum(PacketCounts::received),
        duplicates(),
        sum(PacketCounts::foreign),
        packetsLost,
        sum(PacketCounts::acks),
        sum(PacketCounts::repeatedAcks),
        sum(PacketCounts::repeatedRequests));
  }
}
