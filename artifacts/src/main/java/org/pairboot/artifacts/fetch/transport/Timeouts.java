package org.pairboot.artifacts.fetch.transport;

import java.time.Duration;

/**
 * How long to wait for a server.
 *
 * @param connect for a connection
 * @param read for the next byte
 */
record Timeouts(Duration connect, Duration read) {
  int connectMillis() {
    return Math.toIntExact(connect.toMillis());
  }

  int readMillis() {
    return Math.toIntExact(read.toMillis());
  }
}
