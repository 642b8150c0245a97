package org.pairboot.http;

/**
 * Told of every response when it has ended, one way or the other. Called on an I/O thread, so
 * implementations return quickly and never block; they must be thread-safe.
 */
@FunctionalInterface
public interface ResponseListener {

  /** Listens to nothing. */
  ResponseListener NONE = report -> {};

  void finished(ResponseReport report);
}
