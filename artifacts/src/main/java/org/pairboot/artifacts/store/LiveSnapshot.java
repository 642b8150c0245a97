package org.pairboot.artifacts.store;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.pairboot.artifacts.store.disk.StoreException;
import org.pairboot.artifacts.store.index.StoreIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest snapshot that was published. Getting it reads a field; who looks for changes reads
 * files, and publishes what it finds. Thread-safe.
 */
final class LiveSnapshot {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSnapshot.class);

  // A blob may vanish between reading an index and looking at the blob, when a writer removes an
  // image meanwhile. Then the index has changed as well, and is read again.
  private static final int MAX_ATTEMPTS = 5;

  private final StoreIndex index;
  private final SnapshotReader reader;
  private volatile Loaded loaded;
  private String reported = "";
  private Optional<String> lastProblem = Optional.empty();

  /**
   * @param stamp null when the files' attributes could not be read
   */
  private record Loaded(StoreIndex.Stamp stamp, Snapshot snapshot) {}

  /**
   * @throws IOException when the store cannot be read now
   */
  LiveSnapshot(StoreIndex index) throws IOException {
    this.index = index;
    this.reader = new SnapshotReader(index);
    this.loaded = load();
    reportDamage(List.of());
  }

  Snapshot get() {
    return loaded.snapshot();
  }

  /** The state of the files that {@link #get} shows; empty when it is not known. */
  Optional<String> published() {
    return Optional.ofNullable(loaded.stamp()).map(StoreIndex.Stamp::toString);
  }

  /** Reads again even if the files' attributes are the same. */
  synchronized void refresh() {
    replace(stampOrNull());
  }

  /** Reads again if the files have changed, at the cost of a look at their attributes. */
  synchronized void refreshIfChanged() {
    StoreIndex.Stamp seen = stampOrNull();
    if (!Objects.equals(loaded.stamp(), seen)) {
      replace(seen);
    }
  }

  private void replace(StoreIndex.Stamp seen) {
    Snapshot previous = loaded.snapshot();
    try {
      loaded = load();
      reported = "";
      reportDamage(previous.damaged());
    } catch (IOException e) {
      reportOnce(e);
      if (isLasting(e)) {
        loaded = new Loaded(seen, previous);
      }
    }
  }

  /** Whether only a new {@code index.json} helps; anything else the next call tries again. */
  private static boolean isLasting(IOException problem) {
    return problem instanceof StoreException e
        && (e.kind() == StoreException.Kind.BROKEN_STORE
            || e.kind() == StoreException.Kind.NEWER_STORE);
  }

  private void reportOnce(IOException problem) {
    String text = StoreException.describe(problem);
    if (!text.equals(reported)) {
      LOG.warn("{}; still serving the images as they were before", text);
      reported = text;
    }
  }

  private Loaded load() throws IOException {
    for (int attempt = 1; ; attempt++) {
      StoreIndex.Stamp before = stampOrNull();
      Snapshot snapshot = reader.of(index.read());
      if (snapshot.isWhole()
          || attempt == MAX_ATTEMPTS
          || (before != null && before.equals(stampOrNull()))) {
        return new Loaded(before, snapshot);
      }
    }
  }

  private void reportDamage(List<LeftOut.DamagedImage> known) {
    Optional<String> problem = loaded.snapshot().problem();
    if (!problem.equals(lastProblem)) {
      problem.ifPresent(LOG::warn);
      lastProblem = problem;
    }
    for (LeftOut.DamagedImage image : loaded.snapshot().damaged()) {
      if (!known.contains(image)) {
        LOG.warn("not serving damaged image {}; import it again", image);
      }
    }
  }

  private StoreIndex.Stamp stampOrNull() {
    try {
      return index.stamp();
    } catch (IOException e) {
      return null;
    }
  }
}
