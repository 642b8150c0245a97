package org.pairboot.it.load;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/**
 * What all clients of one run do.
 *
 * @param reads one for each client
 * @param spread the time over which the clients start
 * @param loss the share of packets lost in each direction, 0 to 1
 * @param lingers whether clients stay after their last ACK to repeat it, as firmware does; a
 *     benchmark does not wait for that
 * @param limit when the run ends, finished or not
 * @param seed decides which packets are lost
 */
public record LoadPlan(
    List<ReadPlan> reads,
    Duration spread,
    double loss,
    boolean lingers,
    Duration limit,
    long seed) {
  private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(2);

  public LoadPlan {
    reads = List.copyOf(reads);
  }

  /** Clients that all read the same; they start together on a link without loss. */
  public static LoadPlan of(int clients, ReadPlan read) {
    return of(Collections.nCopies(clients, read));
  }

  /** Clients that start together on a link without loss. */
  public static LoadPlan of(List<ReadPlan> reads) {
    return new LoadPlan(reads, Duration.ZERO, 0, false, DEFAULT_LIMIT, 1);
  }

  /** The same plan with clients that start one after the other. */
  public LoadPlan spreadOver(Duration time) {
    return new LoadPlan(reads, time, loss, lingers, limit, seed);
  }

  /** The same plan on a link that loses this share of packets in each direction. */
  public LoadPlan losing(double share) {
    return new LoadPlan(reads, spread, share, lingers, limit, seed);
  }

  /** The same plan with clients that stay for a while to repeat their last ACK. */
  public LoadPlan lingering() {
    return new LoadPlan(reads, spread, loss, true, limit, seed);
  }

  /** The same plan with another limit. */
  public LoadPlan within(Duration time) {
    return new LoadPlan(reads, spread, loss, lingers, time, seed);
  }

  /** The same plan with another name for every file. */
  public LoadPlan named(String other) {
    List<ReadPlan> renamed = reads.stream().map(read -> read.named(other)).toList();
    return new LoadPlan(renamed, spread, loss, lingers, limit, seed);
  }

  /** The same plan with other packets lost. */
  public LoadPlan seeded(long other) {
    return new LoadPlan(reads, spread, loss, lingers, limit, other);
  }
}
