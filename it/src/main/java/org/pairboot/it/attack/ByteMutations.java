package org.pairboot.it.attack;

import java.util.Arrays;
import java.util.Random;

/** Random small damage to a message, as fuzzers do it. */
final class ByteMutations {
  private static final byte[] INTERESTING = {0, 1, 9, 10, 13, 32, '%', '/', '.', ':', 127, -1};

  private ByteMutations() {}

  /**
   * A copy with a few bytes changed, inserted, removed or repeated; never longer than the limit.
   */
  static byte[] of(byte[] message, Random random, int limit) {
    byte[] mutated = message;
    for (int left = 1 + random.nextInt(4); left > 0; left--) {
      mutated = once(mutated, random);
    }
    return mutated.length > limit ? Arrays.copyOf(mutated, limit) : mutated;
  }

  private static byte[] once(byte[] message, Random random) {
    if (message.length == 0) {
      return new byte[] {any(random)};
    }
    int at = random.nextInt(message.length);
    int length = Math.min(1 + random.nextInt(16), message.length - at);
    return switch (random.nextInt(6)) {
      case 0 -> changed(message, at, (byte) (message[at] ^ 1 << random.nextInt(8)));
      case 1 -> changed(message, at, any(random));
      case 2 -> joined(message, at, new byte[] {any(random)}, at);
      case 3 -> joined(message, at, new byte[0], at + length);
      case 4 -> joined(message, at, Arrays.copyOfRange(message, at, at + length), at);
      default -> Arrays.copyOf(message, at);
    };
  }

  private static byte[] changed(byte[] message, int at, byte value) {
    byte[] changed = message.clone();
    changed[at] = value;
    return changed;
  }

  private static byte[] joined(byte[] message, int before, byte[] middle, int after) {
    byte[] joined = new byte[before + middle.length + message.length - after];
    System.arraycopy(message, 0, joined, 0, before);
    System.arraycopy(middle, 0, joined, before, middle.length);
    System.arraycopy(message, after, joined, before + middle.length, message.length - after);
    return joined;
  }

  private static byte any(Random random) {
    return random.nextBoolean()
        ? INTERESTING[random.nextInt(INTERESTING.length)]
        : (byte) random.nextInt(256);
  }
}
