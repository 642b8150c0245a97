package org.pairboot.artifacts.store;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what other processes change in a store, from a thread of its own: a file system that
 * hangs stops this thread, and nobody who serves. Thread-safe.
 */
public final class SnapshotWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotWatch.class);

  /** Between two looks where nothing tells of changes: network file systems do not. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final LiveSnapshot snapshot;
  private final List<Path> directories;
  private final Consumer<String> published;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile Optional<WatchService> notices = Optional.empty();
  private Optional<String> told = Optional.empty();

  private SnapshotWatch(LiveSnapshot snapshot, List<Path> directories, Consumer<String> published) {
    this.snapshot = snapshot;
    this.directories = directories;
    this.published = published;
    this.thread = Thread.ofPlatform().name("images").daemon().unstarted(this::run);
  }

  /**
   * @param directories in which the files of the store are replaced
   * @param published takes the state of the files after each change that the snapshot shows
   */
  static SnapshotWatch start(
      LiveSnapshot snapshot, List<Path> directories, Consumer<String> published) {
    SnapshotWatch watch = new SnapshotWatch(snapshot, directories, published);
    watch.thread.start();
    return watch;
  }

  private void run() {
    try (WatchService changes = open()) {
      notices = Optional.of(changes);
      do {
        lookForChange();
      } while (!isClosedAfterWait(changes));
    } catch (IOException | ClosedWatchServiceException e) {
      LOG.debug("changes of the store are found once a second only", e);
    }
    while (!isClosedAfter(INTERVAL)) {
      lookForChange();
    }
  }

  private WatchService open() throws IOException {
    WatchService changes = directories.getFirst().getFileSystem().newWatchService();
    for (Path directory : directories) {
      directory.register(
          changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
    }
    return changes;
  }

  private void lookForChange() {
    try {
      snapshot.refreshIfChanged();
      Optional<String> now = snapshot.published();
      if (now.isPresent() && !now.equals(told)) {
        published.accept(now.get());
        told = now;
      }
    } catch (RuntimeException e) {
      LOG.error("cannot look for changes of the store", e);
    }
  }

  private boolean isClosedAfterWait(WatchService changes) {
    try {
      WatchKey key = changes.poll(INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
      if (key != null) {
        key.pollEvents();
        key.reset();
      }
      return closed.getCount() == 0;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private boolean isClosedAfter(Duration wait) {
    try {
      return closed.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Ends the watch; a look that is under way may still publish something. */
  @Override
  public void close() {
    closed.countDown();
    try {
      // Not an interrupt, which would close the file that the thread is reading.
      if (notices.isPresent()) {
        notices.get().close();
      }
    } catch (IOException e) {
      LOG.debug("cannot stop watching the store", e);
    }
  }
}
