package org.pairboot.appliance.serve;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.pairboot.artifacts.content.PacedProgress;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.imports.ImageProver;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.pairboot.artifacts.store.image.ImageVersion.Verification;
import org.pairboot.artifacts.text.RateLimitedLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves what a store has not proven yet, beside a server: what an earlier release imported, and
 * what other tools put in. One image after another, on a thread of its own, at a rate that leaves
 * the disk to the machines. The results are noted in the store, so the next start continues from
 * there.
 */
final class BackgroundProver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundProver.class);

  // A quarter of what a hard disk reads.
  private static final long BYTES_PER_SECOND = 32L << 20;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** A note rewrites a file with all versions, so that small images share one. */
  private static final Duration NOTE_AFTER = Duration.ofSeconds(1);

  private static final Duration RETRY_AFTER = Duration.ofMinutes(1);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  private final ImageStore store;
  private final Proof proof;
  private final LongSupplier nanoTime;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /** Results that the store has not noted yet. */
  private final Map<ImageVersion, Verification> found = new LinkedHashMap<>();

  private long noteAt;

  // What could not be read or noted, until it is tried again.
  private final Set<String> postponed = new HashSet<>();
  private long retryAt;

  // A disk that fails fails for every image, and every minute.
  private final RateLimitedLog failures = new RateLimitedLog(1, Duration.ofHours(1));

  /** Reads all of an image, and says what that proves. */
  @FunctionalInterface
  interface Proof {
    Verification of(ImageVersion image) throws IOException;
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  BackgroundProver(ImageStore store, Proof proof, LongSupplier nanoTime) {
    this.store = store;
    this.proof = proof;
    this.nanoTime = nanoTime;
    this.thread = Thread.ofPlatform().daemon().name("prover").unstarted(this::run);
  }

  static BackgroundProver start(ImageStore store) {
    BackgroundProver prover = new BackgroundProver(store, proofIn(store), System::nanoTime);
    prover.thread.start();
    return prover;
  }

  static Proof proofIn(ImageStore store) {
    ImageProver prover = new ImageProver(store);
    return image ->
        prover
            .examine(
                image, false, new PacedProgress(Progress.NONE, OptionalLong.of(BYTES_PER_SECOND)))
            .verification();
  }

  private void run() {
    try {
      do {
        proveDue();
      } while (!closed.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      // The server stops.
    }
  }

  /** Proves all that a proof is due for now. */
  void proveDue() {
    if (!postponed.isEmpty() && nanoTime.getAsLong() - retryAt >= 0) {
      postponed.clear();
    }
    for (Optional<ImageVersion> next = next(); next.isPresent(); next = next()) {
      prove(next.get());
    }
    note();
  }

  private Optional<ImageVersion> next() {
    if (isClosed()) {
      return Optional.empty();
    }
    List<ImageVersion> due = store.snapshot().due();
    return due.stream()
        .filter(image -> !found.containsKey(image) && !postponed.contains(key(image)))
        .findFirst();
  }

  private void prove(ImageVersion image) {
    try {
      if (found.isEmpty()) {
        noteAt = nanoTime.getAsLong() + NOTE_AFTER.toNanos();
      }
      Verification verification = proof.of(image);
      found.put(image, verification);
      boolean withdraws = image.verification().isServed() && !verification.isServed();
      if (withdraws || nanoTime.getAsLong() - noteAt >= 0) {
        note();
      }
    } catch (IOException | RuntimeException e) {
      postpone(image, e);
    }
  }

  private void note() {
    Map<ImageVersion, Verification> noted = new LinkedHashMap<>(found);
    found.clear();
    if (noted.isEmpty()) {
      return;
    }
    try {
      store.record(noted);
      noted.forEach(this::report);
    } catch (IOException | RuntimeException e) {
      noted.keySet().forEach(image -> postpone(image, e));
    }
  }

  private void report(ImageVersion image, Verification verification) {
    String name = store.snapshot().describe(image);
    boolean wasServed = image.verification().isServed();
    if (!verification.isServed()) {
      String why = verification.why().orElse("");
      LOG.warn("{} {}: {}", wasServed ? "withdrew" : "not serving", name, why);
    } else if (wasServed) {
      LOG.info("proved {} again, which an earlier release imported", name);
    } else {
      LOG.info("proved {}, which another tool put in; it is served from now on", name);
    }
  }

  private void postpone(ImageVersion image, Exception problem) {
    if (isClosed()) {
      return;
    }
    long now = nanoTime.getAsLong();
    if (postponed.isEmpty()) {
      retryAt = now + RETRY_AFTER.toNanos();
    }
    postponed.add(key(image));
    String why =
        problem instanceof IOException e ? StoreException.describe(e) : String.valueOf(problem);
    OptionalLong failed = failures.add(1, now);
    if (failed.isPresent()) {
      LOG.warn(
          "could not prove {}: {}; trying again every minute ({} failure(s) since the last such"
              + " line)",
          image.ref(),
          why,
          failed.getAsLong());
    }
    LOG.debug("proof of {}", image.ref(), problem);
  }

  private static String key(ImageVersion image) {
    return image.ref() + " " + image.architecture();
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Stops in the middle of an image; the next start proves that one from its beginning. */
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
    try {
      thread.join(STOP_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
