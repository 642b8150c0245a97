package org.pairboot.http;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Counts the open connections of each client address, up to a limit. Thread-safe. */
final class ClientConnections {
  private final int limit;
  private final ConcurrentMap<InetAddress, Integer> open = new ConcurrentHashMap<>();

  ClientConnections(int limit) {
    this.limit = limit;
  }

  /** Counts a new connection; false, and not counted, at the limit. */
  boolean tryOpen(InetAddress client) {
    boolean[] opened = {false};
    open.compute(
        client,
        (address, count) -> {
          int before = count == null ? 0 : count;
          opened[0] = before < limit;
          return opened[0] ? Integer.valueOf(before + 1) : count;
        });
    return opened[0];
  }

  /** Stops counting a connection that {@link #tryOpen} counted. */
  void close(InetAddress client) {
    open.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
  }
}
