package org.pairboot.artifacts.catalog;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what clients have open at the same time, TFTP transfers or HTTP connections, and limits it
 * in total and for each client address. Thread-safe.
 */
public final class ClientLimit {
  private final int max;
  private final int maxPerClient;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentMap<InetAddress, Integer> openByClient = new ConcurrentHashMap<>();

  public ClientLimit(int max, int maxPerClient) {
    this.max = max;
    this.maxPerClient = maxPerClient;
  }

  /** Counts one more for {@code client}; returns false, without counting, at either limit. */
  public boolean tryAcquire(InetAddress client) {
    if (open.incrementAndGet() > max) {
      open.decrementAndGet();
      return false;
    }
    boolean[] acquired = {false};
    openByClient.compute(
        client,
        (address, count) -> {
          int before = count == null ? 0 : count;
          acquired[0] = before < maxPerClient;
          return acquired[0] ? Integer.valueOf(before + 1) : count;
        });
    if (!acquired[0]) {
      open.decrementAndGet();
    }
    return acquired[0];
  }

  /** Counts one less for {@code client}, after {@link #tryAcquire} returned true. */
  public void release(InetAddress client) {
    openByClient.computeIfPresent(client, (address, count) -> count > 1 ? count - 1 : null);
    open.decrementAndGet();
  }
}
