package org.pairboot.artifacts.text;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Decides which lines of one kind the log gets: at most so many in an interval. The next line
 * counts the events that got none. A flood of forged requests must not fill the disk or keep event
 * loops busy with logging. Thread-safe.
 */
public final class RateLimitedLog {
  private final int maxLines;
  private final long intervalNanos;

  private boolean started;
  private long intervalEnd;
  private int lines;
  private long events;

  /**
   * @param maxLines in each interval
   * @param interval begins with the first event after the one before has ended
   */
  public RateLimitedLog(int maxLines, Duration interval) {
    this.maxLines = maxLines;
    this.intervalNanos = interval.toNanos();
  }

  /**
   * Counts {@code count} events.
   *
   * @param now as of {@link System#nanoTime()}
   * @return when a line may be written now: the number of events since the last line, these
   *     included; otherwise empty
   */
  public synchronized OptionalLong add(long count, long now) {
    events += count;
    if (!started || now - intervalEnd >= 0) {
      started = true;
      intervalEnd = now + intervalNanos;
      lines = 0;
    }
    if (lines == maxLines) {
      return OptionalLong.empty();
    }
    lines++;
    long reported = events;
    events = 0;
    return OptionalLong.of(reported);
  }
}
