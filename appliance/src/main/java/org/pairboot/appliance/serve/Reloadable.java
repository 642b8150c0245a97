package org.pairboot.appliance.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.pairboot.conf.SettingsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value loaded from files, and loaded again when one of them changes. When the new files have a
 * mistake, it keeps the previous value and logs the mistake once. Thread-safe; {@link #get} never
 * blocks.
 */
public final class Reloadable<T> implements Supplier<T>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reloadable.class);

  /** Polls, because network file systems do not notify of changes. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final String name;
  private final Loader<T> loader;
  private Map<Path, Optional<Stamp>> watched = new HashMap<>();
  private volatile T current;
  private Thread watcher;
  private Runnable reloaded = () -> {};

  /** Loads the value. */
  public interface Loader<T> {
    /**
     * Reads all files.
     *
     * @param watch must get each file and directory before it is read, also if it does not exist: a
     *     change of any of them reloads the value
     * @throws SettingsException with one message for each mistake
     */
    T load(Consumer<Path> watch) throws SettingsException, IOException;
  }

  /** Changes whenever the file changes, and costs no reading. */
  private record Stamp(Object modified, long size, Object key) {
    static Optional<Stamp> of(Path file) {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return Optional.of(new Stamp(found.lastModifiedTime(), found.size(), found.fileKey()));
      } catch (IOException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * Loads the value; does not watch the files yet.
   *
   * @param name of the value in the log, in the plural
   * @throws SettingsException with one message for each mistake
   * @throws IOException when an existing file cannot be read
   */
  public Reloadable(String name, Loader<T> loader) throws SettingsException, IOException {
    this.name = name;
    this.loader = loader;
    this.current = loader.load(this::watch);
  }

  @Override
  public T get() {
    return current;
  }

  /**
   * Watches the files until {@link #close}.
   *
   * @param reloaded is called after each time the value was loaded again
   */
  public synchronized void startWatching(Runnable reloaded) {
    this.reloaded = reloaded;
    watcher = Thread.ofVirtual().name("reload " + name).start(this::reloadRepeatedly);
  }

  private void reloadRepeatedly() {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        reloadIfChanged();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Loads the value again if a file has changed. */
  public synchronized void reloadIfChanged() {
    if (watched.entrySet().stream().allMatch(e -> Stamp.of(e.getKey()).equals(e.getValue()))) {
      return;
    }
    watched = new HashMap<>();
    try {
      current = loader.load(this::watch);
      LOG.info("{} reloaded", name);
      reloaded.run();
    } catch (SettingsException | IOException e) {
      LOG.error("reload failed, keeping the previous {}: {}", name, oneLine(e));
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // Whatever a file leads to, the server keeps what it has, and takes a better file later.
      LOG.error(
          "reload failed, keeping the previous {}; please report it with the stack trace below",
          name,
          e);
    }
  }

  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).replace("\n", "; ");
  }

  private void watch(Path file) {
    watched.putIfAbsent(file, Stamp.of(file));
  }

  @Override
  public synchronized void close() {
    if (watcher != null) {
      watcher.interrupt();
    }
  }
}
