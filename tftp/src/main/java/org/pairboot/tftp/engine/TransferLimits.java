package org.pairboot.tftp.engine;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts running transfers, in all and for each client address. Thread-safe. */
public final class TransferLimits {
  private final int max;
  private final int maxPerClient;
  private final AtomicInteger running = new AtomicInteger();
  private final Map<InetAddress, Integer> runningByClient = new ConcurrentHashMap<>();

  public TransferLimits(int max, int maxPerClient) {
    this.max = max;
    this.maxPerClient = maxPerClient;
  }

  /** Counts one more transfer of {@code client}, unless that is too many. */
  boolean tryAcquire(InetAddress client) {
    if (running.incrementAndGet() > max) {
      running.decrementAndGet();
      return false;
    }
    boolean[] admitted = {true};
    runningByClient.compute(
        client,
        (key, count) -> {
          int before = count == null ? 0 : count;
          admitted[0] = before < maxPerClient;
          return admitted[0] ? Integer.valueOf(before + 1) : count;
        });
    if (!admitted[0]) {
      running.decrementAndGet();
    }
    return admitted[0];
  }

  /** Takes back one {@link #tryAcquire} that said yes. */
  void release(InetAddress client) {
    runningByClient.computeIfPresent(client, (key, count) -> count > 1 ? count - 1 : null);
    running.decrementAndGet();
  }
}
