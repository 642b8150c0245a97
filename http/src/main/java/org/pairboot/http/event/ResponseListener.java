package org.pairboot.http.event;

import java.net.InetAddress;

/**
 * Hears of requests and their responses. Called on I/O threads, so implementations return quickly
 * and never block; they must be thread-safe.
 *
 * <p>The order for one request is {@link #requested}, any number of {@link #progress}, {@link
 * #finished}. What cannot be parsed as a request is not told.
 */
@FunctionalInterface
public interface ResponseListener {

  /** Listens to nothing. */
  ResponseListener NONE = report -> {};

  /** The head of a request is complete. */
  default void requested(ReceivedRequest request) {}

  /**
   * More of a body has left. At most twice a second for each response.
   *
   * @param bytes of the body that were handed to the kernel
   */
  default void progress(ReceivedRequest request, long bytes) {}

  /** A response has ended, one way or the other. */
  void finished(ResponseReport report);

  /** A connection was closed at once, because its client has too many. */
  default void turnedAway(InetAddress client) {}
}
