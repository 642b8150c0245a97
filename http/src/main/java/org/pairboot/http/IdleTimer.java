package org.pairboot.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.xnio.XnioExecutor;

/**
 * Ends a response that makes no progress for a time. Confined to one I/O thread.
 *
 * <p>Undertow's own idle timeout has no effect on HTTP/1. And the selector alone cannot tell a slow
 * client from a dead one: a socket becomes writable again only when a third of its send buffer is
 * free, which takes a slow client minutes. So the timer first tries one more write, which succeeds
 * as soon as the client has acknowledged any bytes.
 */
final class IdleTimer {
  private final XnioExecutor executor;
  private final LongSupplier clock;
  private final long timeoutNanos;
  private final BooleanSupplier lastAttempt;
  private final Runnable onIdle;
  private XnioExecutor.Key key;
  private boolean cancelled;
  private long lastMoved;

  /**
   * @param clock in nanoseconds
   * @param lastAttempt tries to send bytes and returns whether it sent any
   * @param onIdle runs once, when the last attempt has failed
   */
  IdleTimer(
      XnioExecutor executor,
      LongSupplier clock,
      Duration timeout,
      BooleanSupplier lastAttempt,
      Runnable onIdle) {
    this.executor = executor;
    this.clock = clock;
    this.timeoutNanos = timeout.toNanos();
    this.lastAttempt = lastAttempt;
    this.onIdle = onIdle;
  }

  /** Notes that bytes were sent. */
  void moved() {
    lastMoved = clock.getAsLong();
  }

  /** Starts the timer unless it is running. */
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
    } else if (lastAttempt.getAsBoolean()) {
      schedule(timeoutNanos);
    } else {
      onIdle.run();
    }
  }
}
