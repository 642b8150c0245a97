package org.pairboot.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Draws the values of one random case. The limits of numbers and lengths come up more often than
 * chance would have it, because that is where mistakes are.
 */
public final class Draw {
  /** One draw in so many is a limit. */
  private static final int LIMIT_ODDS = 8;

  private final Random random;
  private final int size;

  /**
   * @param size from 0 to 100: how much of their maximum length texts and lists may have, in
   *     percent
   */
  Draw(Random random, int size) {
    this.random = random;
    this.size = size;
  }

  /** The source of all values, for code that draws by itself. */
  public Random random() {
    return random;
  }

  /** A number from {@code min} to {@code max}, both included. */
  public int between(int min, int max) {
    return (int) between((long) min, (long) max);
  }

  /** A number from {@code min} to {@code max}, both included. */
  public long between(long min, long max) {
    if (random.nextInt(LIMIT_ODDS) == 0) {
      return random.nextBoolean() ? min : max;
    }
    return max == Long.MAX_VALUE ? random.nextLong() : random.nextLong(min, max + 1);
  }

  public boolean bool() {
    return random.nextBoolean();
  }

  /** One of {@code values}. */
  @SafeVarargs
  public final <T> T of(T... values) {
    return values[random.nextInt(values.length)];
  }

  /** What one of {@code values} draws. */
  @SafeVarargs
  public final <T> T oneOf(Supplier<? extends T>... values) {
    return values[random.nextInt(values.length)].get();
  }

  /** A value, or nothing once in a while. */
  public <T> Optional<T> optional(Supplier<T> value) {
    return random.nextInt(5) == 0 ? Optional.empty() : Optional.of(value.get());
  }

  /** So many values as a list may have at this size. */
  public <T> List<T> list(int min, int max, Supplier<? extends T> value) {
    int length = length(min, max);
    List<T> list = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      list.add(value.get());
    }
    return list;
  }

  /** Any bytes, with more NULs than chance would bring. */
  public byte[] bytes(int max) {
    byte[] bytes = new byte[length(0, max)];
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length; i++) {
      if (random.nextInt(LIMIT_ODDS) == 0) {
        bytes[i] = 0;
      }
    }
    return bytes;
  }

  /** A text of {@code characters}. */
  public String text(String characters, int min, int max) {
    int length = length(min, max);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(characters.charAt(random.nextInt(characters.length())));
    }
    return text.toString();
  }

  /**
   * Any text, half of it ASCII; also with control characters and with halves of surrogate pairs.
   */
  public String anyText(int max) {
    int length = length(0, max);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) (random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(0x10000)));
    }
    return text.toString();
  }

  private int length(int min, int max) {
    return between(min, Math.max(min, (int) ((long) max * size / 100)));
  }
}
