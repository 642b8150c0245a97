package org.pairboot.http.event;

import java.net.InetAddress;
import java.net.InetSocketAddress;

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
  default void requested(Request request) {}

  /**
   * More of a body was sent. Called at most twice a second per response.
   *
   * @param bytes of the body that were handed to the kernel so far
   */
  default void progress(Request request, long bytes) {}

  /** A response has ended, successfully or not. */
  void finished(ResponseReport report);

  /** A connection was closed, because its client has too many. */
  default void connectionRejected(InetAddress client) {}

  /** Tells {@code other} the same, after this one. */
  default ResponseListener and(ResponseListener other) {
    ResponseListener first = this;
    return new ResponseListener() {
      @Override
      public void requested(Request request) {
        first.requested(request);
        other.requested(request);
      }

      @Override
      public void progress(Request request, long bytes) {
        first.progress(request, bytes);
        other.progress(request, bytes);
      }

      @Override
      public void finished(ResponseReport report) {
        first.finished(report);
        other.finished(report);
      }

      @Override
      public void connectionRejected(InetAddress client) {
        first.connectionRejected(client);
        other.connectionRejected(client);
      }
    };
  }

  /**
   * A request. Each client port has at most one request in progress, so {@code peer} and {@code
   * local} identify it.
   *
   * @param peer the address of the client
   * @param local the address of this server that the client connected to; never a wildcard
   * @param method as the client sent it, made printable and shortened
   * @param name the normalized name, or the path, made printable, when it is invalid
   * @param userAgent made printable and shortened; empty when there is none
   */
  record Request(
      InetSocketAddress peer,
      InetSocketAddress local,
      String method,
      String name,
      String userAgent) {}
}
