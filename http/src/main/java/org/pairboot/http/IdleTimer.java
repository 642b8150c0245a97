package org.pairboot.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.xnio.XnioExecutor;

/**
 * Ends a body that moves no bytes for a time. Lives on one I/O thread.
 *
 * <p>Undertow's own idle timeout does nothing for HTTP/1. And the selector alone cannot tell slow
 * from stuck: a socket counts as writable again only when a third of its send buffer is free, which
 * takes a slow client minutes. So before the end one more write is tried; it takes bytes as soon as
 * the client has acknowledged any.
 */
final class IdleTimer {
  private final XnioExecutor executor;
  private final LongSupplier clock;
  private final long timeoutNanos;
  private final BooleanSupplier lastTry;
  private final Runnable onIdle;
  private XnioExecutor.Key key;
  private boolean cancelled;
  private long lastMoved;

  /**
   * @param clock in nanoseconds
   * @param lastTry tries to move bytes and says whether any moved
   * @param onIdle runs once, when none did
   */
  IdleTimer(
      XnioExecutor executor,
      LongSupplier clock,
      Duration timeout,
      BooleanSupplier lastTry,
      Runnable onIdle) {
    this.executor = executor;
    this.clock = clock;
    this.timeoutNanos = timeout.toNanos();
    this.lastTry = lastTry;
    this.onIdle = onIdle;
  }

  /** Bytes have moved. */
  void moved() {
    lastMoved = clock.getAsLong();
  }

  /** Starts the clock, unless it runs. */
  void start() {
    if (key == null) {
      moved();
      schedule(timeoutNanos);
    }
  }

  void cancel() {
    cancelled = true;
    if (key != null) {
      key.remove();
    }
  }

  private void schedule(long nanos) {
    if (!cancelled) {
      key = executor.executeAfter(this::check, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void check() {
    long left = timeoutNanos - (clock.getAsLong() - lastMoved);
    if (left > 0) {
      schedule(left);
    } else if (lastTry.getAsBoolean()) {
      schedule(timeoutNanos);
    } else {
      onIdle.run();
    }
  }
}
