package org.pairboot.appliance.machine;

import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.pairboot.appliance.machine.RecordFiles.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps files and memory alike: one thread writes what requests have changed, so that they do not
 * wait for the disk, and takes over what other processes change. Thread-safe.
 */
final class RecordSync implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecordSync.class);

  /** Polls, because network file systems do not notify of changes. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Longer than any process takes to write a record. */
  private static final Duration LEFTOVER = Duration.ofHours(1);

  private final RecordFiles files;
  private final Consumer<Change> changed;

  /** What is still to be written, by file; nothing for a file to be deleted. */
  private final Map<String, Optional<BootRecord>> pending = new LinkedHashMap<>();

  /** Why the last write failed. */
  private volatile Optional<String> trouble = Optional.empty();

  private Thread thread;
  private boolean closed;

  /**
   * @param changed takes each change by another process
   */
  RecordSync(RecordFiles files, Consumer<Change> changed) {
    this.files = files;
    this.changed = changed;
  }

  void start() {
    thread = Thread.ofVirtual().name("boot-attempts").start(this::runRepeatedly);
  }

  private void runRepeatedly() {
    try {
      files.deleteLeftovers(FileTime.from(Instant.now().minus(LEFTOVER)));
    } catch (IOException e) {
      LOG.debug("cannot delete leftovers", e);
    }
    while (awaitWork()) {
      runOnce();
    }
  }

  /** Returns when there may be something to do, or with false when there is nothing more. */
  @SuppressWarnings("WaitNotInLoop") // to work too early does no harm
  private synchronized boolean awaitWork() {
    // After a failure, the next try has to wait.
    if (!closed && (pending.isEmpty() || trouble.isPresent())) {
      try {
        wait(INTERVAL.toMillis());
      } catch (InterruptedException e) {
        return false;
      }
    }
    return !closed;
  }

  /** Soon writes {@code record}. */
  synchronized void write(BootRecord record) {
    put(record.file(), Optional.of(record));
  }

  /** Soon deletes {@code file}. */
  synchronized void delete(String file) {
    put(file, Optional.empty());
  }

  private void put(String file, Optional<BootRecord> content) {
    pending.remove(file);
    pending.put(file, content);
    notifyAll();
  }

  /** Why nothing can be written now; empty when the last write succeeded. */
  Optional<String> trouble() {
    return trouble;
  }

  /** Writes what is pending, then takes over what others have changed. */
  void runOnce() {
    writePending();
    try {
      for (Change change : files.changes()) {
        synchronized (this) {
          pending.remove(change.file());
        }
        changed.accept(change);
      }
    } catch (IOException e) {
      // The records in memory stay as they are.
      LOG.debug("cannot read the records of boot attempts", e);
    }
  }

  private void writePending() {
    Map<String, Optional<BootRecord>> work;
    synchronized (this) {
      work = new LinkedHashMap<>(pending);
    }
    if (work.isEmpty()) {
      return;
    }
    List<String> done = new ArrayList<>();
    try {
      for (Map.Entry<String, Optional<BootRecord>> entry : work.entrySet()) {
        if (entry.getValue().isPresent()) {
          files.write(entry.getValue().get());
        } else {
          files.delete(entry.getKey());
        }
        done.add(entry.getKey());
      }
      files.sync();
      succeeded();
    } catch (IOException e) {
      failed(e);
    }
    synchronized (this) {
      // What was changed again meanwhile stays.
      done.forEach(file -> pending.remove(file, work.get(file)));
    }
  }

  private void succeeded() {
    if (trouble.isPresent()) {
      LOG.info("the records of boot attempts can be written again");
    }
    trouble = Optional.empty();
  }

  private void failed(IOException e) {
    if (trouble.isEmpty()) {
      LOG.error(
          "cannot write the records of boot attempts; until it succeeds, no machine begins a"
              + " one-time boot: {}",
          e.getMessage());
    }
    trouble = Optional.of(String.valueOf(e.getMessage()));
  }

  /** Stops the thread, and writes what is pending. */
  @Override
  public void close() {
    if (thread == null) {
      return;
    }
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      // Not interrupted: that would close the file that it is writing.
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writePending();
  }
}
