package org.pairboot.artifacts.store;

import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest snapshot. Asking costs one look at the file's attributes as long as nothing changed,
 * whichever process changes it. Thread-safe.
 */
final class LiveSnapshot {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSnapshot.class);

  // A blob may vanish between reading an index and looking at the blob, when a writer removes an
  // image meanwhile; then the index is another one already, and is read again.
  private static final int MAX_ATTEMPTS = 5;

  private final IndexFile indexFile;
  private final SnapshotReader reader;
  private volatile Loaded loaded;
  private String reported = "";

  private record Loaded(IndexFile.Stamp stamp, Snapshot snapshot) {}

  /**
   * @throws IOException when the store cannot be read now
   */
  LiveSnapshot(IndexFile indexFile, SnapshotReader reader) throws IOException {
    this.indexFile = indexFile;
    this.reader = reader;
    this.loaded = load(Snapshot.EMPTY);
    report(List.of());
  }

  Snapshot get() {
    Loaded current = loaded;
    IndexFile.Stamp stamp = stampOrNull();
    return current.stamp() == stamp || current.stamp() != null && current.stamp().equals(stamp)
        ? current.snapshot()
        : reload(stamp);
  }

  /** Reads again whatever the file's attributes say. */
  synchronized void refresh() {
    replace(stampOrNull());
  }

  private synchronized Snapshot reload(IndexFile.Stamp seen) {
    if (loaded.stamp() == null || !loaded.stamp().equals(seen)) {
      replace(seen);
    }
    return loaded.snapshot();
  }

  private void replace(IndexFile.Stamp seen) {
    Snapshot previous = loaded.snapshot();
    try {
      loaded = load(previous);
      reported = "";
      report(previous.damaged());
    } catch (BrokenStore | NewerStore e) {
      reportOnce(e);
      loaded = new Loaded(seen, previous);
    } catch (IOException e) {
      // It may pass, such as a lack of file handles, so the next call tries again.
      reportOnce(e);
    }
  }

  private void reportOnce(IOException problem) {
    String text = Failures.describe(problem);
    if (!text.equals(reported)) {
      LOG.warn("{}; still serving the images as they were before", text);
      reported = text;
    }
  }

  private Loaded load(Snapshot previous) throws IOException {
    for (int attempt = 1; ; attempt++) {
      IndexFile.Stamp before = stampOrNull();
      Snapshot snapshot = reader.read(previous);
      if (snapshot.damaged().isEmpty()
          || attempt == MAX_ATTEMPTS
          || (before != null && before.equals(stampOrNull()))) {
        return new Loaded(before, snapshot);
      }
    }
  }

  private void report(List<DamagedImage> known) {
    for (DamagedImage image : loaded.snapshot().damaged()) {
      if (!known.contains(image)) {
        LOG.warn("damaged image left out: {}; import it again", image);
      }
    }
  }

  private IndexFile.Stamp stampOrNull() {
    try {
      return indexFile.stamp();
    } catch (IOException e) {
      return null;
    }
  }
}
