package org.pairboot.http.event;

import java.net.InetAddress;

/**
 * Receives events about requests and responses. Called on I/O threads, so implementations must
 * return quickly, never block, and be thread-safe.
 *
 * <p>For each request the order is {@link #requested}, any number of {@link #progress}, {@link
 * #finished}. Requests that cannot be parsed cause no event.
 */
@FunctionalInterface
public interface ResponseListener {

  /** Ignores all events. */
  ResponseListener NONE = report -> {};

  /** The head of a request is complete. */
  default void requested(ReceivedRequest request) {}

  /**
   * More of a body was sent. Called at most twice a second per response.
   *
   * @param bytes of the body that were handed to the kernel so far
   */
  default void progress(ReceivedRequest request, long bytes) {}

  /** A response has ended, successfully or not. */
  void finished(ResponseReport report);

  /** A connection was closed, because its client has too many. */
  default void connectionRejected(InetAddress client) {}
}
