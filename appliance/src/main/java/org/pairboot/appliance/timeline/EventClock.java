package org.pairboot.appliance.timeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The time of events: that of the wall clock, but it never jumps. When somebody sets the clock, the
 * jump becomes an event of its own, and all durations between events stay right. Thread-safe.
 */
final class EventClock {
  /** NTP slews smaller differences, and virtual machines are paused for less. */
  private static final Duration JUMP = Duration.ofSeconds(2);

  private final InstantSource wall;
  private final LongSupplier nanoTime;
  private volatile Base base;

  private record Base(Instant time, long nanos) {
    Instant at(long now) {
      return time.plusNanos(now - nanos);
    }
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  EventClock(InstantSource wall, LongSupplier nanoTime) {
    this.wall = wall;
    this.nanoTime = nanoTime;
    this.base = new Base(wall.instant(), nanoTime.getAsLong());
  }

  /** To the millisecond. */
  Instant now() {
    return base.at(nanoTime.getAsLong()).truncatedTo(ChronoUnit.MILLIS);
  }

  /** How far the wall clock was set since the last call, if it was; goes by it from here on. */
  Optional<Duration> takeJump() {
    long nanos = nanoTime.getAsLong();
    Instant time = wall.instant();
    Duration by = Duration.between(base.at(nanos), time);
    if (by.abs().compareTo(JUMP) < 0) {
      return Optional.empty();
    }
    base = new Base(time, nanos);
    return Optional.of(by);
  }
}
