package org.pairboot.appliance.timeline.event;

import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Makes ids in the form of ULIDs: 48 bits of milliseconds since the epoch and 80 random bits, as 26
 * characters of Crockford's base 32. Their order as texts is the order in which they were made,
 * also within a millisecond and when the clock is set back. Not thread-safe.
 */
public final class EventIds {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 26;
  private static final int BITS = 5;

  /** Of the random bits, those that stay when the next id follows in the same millisecond. */
  private static final int LOW_BITS = 60;

  private final RandomGenerator random;
  private long millis = -1;
  private long high;
  private long low;

  public EventIds(RandomGenerator random) {
    this.random = random;
  }

  /** The next id, for something that happened at {@code time}. */
  public String next(Instant time) {
    long now = time.toEpochMilli();
    if (now > millis) {
      millis = now;
      high = random.nextLong(1L << (80 - LOW_BITS));
      // The first half, so that increments do not overflow.
      low = random.nextLong(1L << (LOW_BITS - 1));
    } else {
      low++;
    }
    return text();
  }

  /** From here on, ids follow {@code last}, which another instance has made. */
  public void follow(String last) {
    millis = Math.max(millis, time(last).toEpochMilli() + 1);
  }

  private String text() {
    char[] text = new char[LENGTH];
    put(text, 0, 10, millis);
    put(text, 10, 4, high);
    put(text, 14, 12, low);
    return new String(text);
  }

  private static void put(char[] text, int from, int digits, long value) {
    for (int i = digits - 1; i >= 0; i--) {
      text[from + i] = DIGITS.charAt((int) (value >>> (BITS * (digits - 1 - i))) & 31);
    }
  }

  /** Whether {@code text} has the form of an id. */
  public static boolean isId(String text) {
    return text.length() == LENGTH
        && text.charAt(0) <= '7'
        && text.chars().allMatch(c -> DIGITS.indexOf(c) >= 0);
  }

  /**
   * The time in an id: when it was made, unless the clock had been set back.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Instant time(String id) {
    if (!isId(id)) {
      throw new IllegalArgumentException("not an id: " + id);
    }
    long value = 0;
    for (int i = 0; i < 10; i++) {
      value = value << BITS | DIGITS.indexOf(id.charAt(i));
    }
    return Instant.ofEpochMilli(value);
  }
}
