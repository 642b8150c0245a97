package org.pairboot.appliance.serve;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.pairboot.artifacts.content.PacedProgress;
import org.pairboot.artifacts.content.Progress;
import org.pairboot.artifacts.imports.ImageProver;
import org.pairboot.artifacts.store.ImageStore;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.image.ImageVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves what a store has not proven yet, beside a server: what an earlier release imported, and
 * what other tools put in. One image after another, on a thread of its own, at a rate that leaves
 * the disk to the machines. Each result is noted in the store, so the next start goes on from
 * there.
 */
final class BackgroundProver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundProver.class);

  // A quarter of what a hard disk reads.
  private static final long BYTES_PER_SECOND = 32L << 20;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration RETRY_AFTER = Duration.ofMinutes(1);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  private final ImageStore store;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  // What could not be read or noted, until it is tried again.
  private final Set<String> postponed = new HashSet<>();
  private long retryAt;

  private BackgroundProver(ImageStore store) {
    this.store = store;
    this.thread = Thread.ofPlatform().daemon().name("prover").unstarted(this::run);
  }

  static BackgroundProver start(ImageStore store) {
    BackgroundProver prover = new BackgroundProver(store);
    prover.thread.start();
    return prover;
  }

  private void run() {
    try {
      do {
        for (Optional<ImageVersion> next = next(); next.isPresent(); next = next()) {
          prove(next.get());
        }
      } while (!closed.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      // The server stops.
    }
  }

  private Optional<ImageVersion> next() {
    if (isClosed()) {
      return Optional.empty();
    }
    List<ImageVersion> due = store.snapshot().due();
    if (!postponed.isEmpty() && System.nanoTime() - retryAt > 0) {
      postponed.clear();
    }
    return due.stream().filter(image -> !postponed.contains(key(image))).findFirst();
  }

  private void prove(ImageVersion image) {
    try {
      ImageProver.Outcome outcome =
          new ImageProver(store)
              .prove(
                  image,
                  false,
                  new PacedProgress(Progress.NONE, OptionalLong.of(BYTES_PER_SECOND)));
      report(image, outcome);
    } catch (IOException | RuntimeException e) {
      if (!isClosed()) {
        postpone(image, e);
      }
    }
  }

  private void report(ImageVersion image, ImageProver.Outcome outcome) {
    String name = store.snapshot().describe(image);
    boolean wasServed = image.verification().isServed();
    String why = outcome.verification().why().orElse("");
    if (!outcome.verification().isServed()) {
      LOG.warn("{} {}: {}", wasServed ? "withdrew" : "not serving", name, why);
    } else if (wasServed) {
      LOG.info("proved {} again, which an earlier release imported", name);
    } else {
      LOG.info("proved {}, which another tool put in; it is served from now on", name);
    }
  }

  private void postpone(ImageVersion image, Exception problem) {
    if (postponed.isEmpty()) {
      retryAt = System.nanoTime() + RETRY_AFTER.toNanos();
    }
    postponed.add(key(image));
    String why =
        problem instanceof IOException e ? StoreException.describe(e) : String.valueOf(problem);
    LOG.warn("could not prove {}: {}; trying again in a minute", image.ref(), why);
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
      thread.join(STOP_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
