package org.pairboot.it.load;

import java.time.Duration;

/**
 * What every client of one run does.
 *
 * @param name the file to ask for
 * @param clients how many there are
 * @param blksize to ask for, in bytes; 512 asks for nothing
 * @param windowsize to ask for, in blocks; 1 asks for nothing
 * @param spread over which time the clients start
 * @param loss the share of packets lost each way, 0 to 1
 * @param patience the silence after which a client repeats its last packet; real ones wait for
 *     seconds
 * @param limit when the run ends whatever has come
 * @param seed of what gets lost
 */
public record LoadPlan(
    String name,
    int clients,
    int blksize,
    int windowsize,
    Duration spread,
    double loss,
    Duration patience,
    Duration limit,
    long seed) {

  /** Clients that start together on a link without loss. */
  public static LoadPlan of(String name, int clients, int blksize, int windowsize) {
    return new LoadPlan(
        name,
        clients,
        blksize,
        windowsize,
        Duration.ZERO,
        0,
        Duration.ofSeconds(3),
        Duration.ofMinutes(2),
        1);
  }

  /** The same with clients that start one after the other. */
  public LoadPlan spreadOver(Duration time) {
    return new LoadPlan(name, clients, blksize, windowsize, time, loss, patience, limit, seed);
  }

  /** The same on a link that loses this share of packets each way. */
  public LoadPlan losing(double share) {
    return new LoadPlan(name, clients, blksize, windowsize, spread, share, patience, limit, seed);
  }

  /** The same, and over after this time. */
  public LoadPlan within(Duration time) {
    return new LoadPlan(name, clients, blksize, windowsize, spread, loss, patience, time, seed);
  }

  /** The same for another file. */
  public LoadPlan named(String other) {
    return new LoadPlan(other, clients, blksize, windowsize, spread, loss, patience, limit, seed);
  }

  /** The same with other packets lost. */
  public LoadPlan seeded(long other) {
    return new LoadPlan(name, clients, blksize, windowsize, spread, loss, patience, limit, other);
  }

  /** As they stand in the request, behind the mode; empty for none. */
  String options() {
    StringBuilder options = new StringBuilder();
    if (blksize != 512) {
      options.append("blksize\0").append(blksize).append('\0');
    }
    if (windowsize != 1) {
      options.append("windowsize\0").append(windowsize).append('\0');
    }
    return options.toString();
  }
}
