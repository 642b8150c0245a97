package org.pairboot.testing;

import java.util.Random;
import java.util.SplittableRandom;

/**
 * Checks that something holds for many random cases. Each case has a size, which bounds how large
 * its texts and lists get: the first cases are small and the last ones large.
 *
 * <p>A failure names the seed of its case and the smallest size at which that case fails. To run
 * this one case again: {@code -Dpairboot.seed=SEED:SIZE}. Without it every run draws other cases.
 */
public final class Property {
  private static final String SEED = "pairboot.seed";
  private static final int MAX_SIZE = 100;
  private static final int DEFAULT_TRIES = 1000;

  private final int tries;

  private Property(int tries) {
    this.tries = tries;
  }

  /** What has to hold; draws its case, and throws when the case is a counterexample. */
  @FunctionalInterface
  public interface Check {
    void on(Draw draw) throws Exception;
  }

  /** Checks as many cases as a fast property can afford. */
  public static void holds(Check check) {
    tries(DEFAULT_TRIES).hold(check);
  }

  /** Checks {@code count} cases. */
  public static Property tries(int count) {
    return new Property(count);
  }

  /** Fails with the first counterexample, made as small as possible. */
  public void hold(Check check) {
    String wanted = System.getProperty(SEED);
    if (wanted != null) {
      String[] seedAndSize = wanted.split(":");
      run(check, Long.parseLong(seedAndSize[0]), Integer.parseInt(seedAndSize[1]));
      return;
    }
    SplittableRandom seeds = new SplittableRandom();
    for (int i = 0; i < tries; i++) {
      run(check, seeds.nextLong(), MAX_SIZE * (i + 1) / tries);
    }
  }

  private static void run(Check check, long seed, int size) {
    Throwable failure = failure(check, seed, size);
    if (failure != null) {
      int smallest = size;
      for (int smaller = 0; smaller < size; smaller++) {
        Throwable smallerFailure = failure(check, seed, smaller);
        if (smallerFailure != null) {
          smallest = smaller;
          failure = smallerFailure;
          break;
        }
      }
      throw new AssertionError(
          "%s%nrun this case again with -D%s=%d:%d"
              .formatted(failure.getMessage(), SEED, seed, smallest),
          failure);
    }
  }

  private static Throwable failure(Check check, long seed, int size) {
    try {
      check.on(new Draw(new Random(seed), size));
      return null;
    } catch (Exception | AssertionError e) {
      return e;
    }
  }
}
