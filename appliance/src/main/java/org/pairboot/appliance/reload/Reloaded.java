package org.pairboot.appliance.reload;

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
 * What was made of files, made anew when one of them changes. When the new ones have a mistake, the
 * old value stays and the log says so once. Thread-safe; {@link #get} only reads a field.
 */
public final class Reloaded<T> implements Supplier<T>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reloaded.class);

  /** Network file systems tell nobody of changes, so the files are looked at. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final String what;
  private final Loader<T> loader;
  private Map<Path, Optional<Stamp>> seen = new HashMap<>();
  private volatile T current;
  private Thread watcher;

  /** Makes the value. */
  public interface Loader<T> {
    /**
     * Reads all files.
     *
     * @param watch takes each file and directory before it is looked at, also those that are not
     *     there: what will be made anew when it changes
     * @throws SettingsException with one message for each mistake
     */
    T load(Consumer<Path> watch) throws SettingsException, IOException;
  }

  /** What tells that a file has changed, without reading it. */
  private record Stamp(Object modified, long size, Object key) {}

  /**
   * Makes the value for the first time; nothing is watched yet.
   *
   * @param what it is, for the log
   * @throws SettingsException with one message for each mistake
   * @throws IOException when a file that exists cannot be read
   */
  public Reloaded(String what, Loader<T> loader) throws SettingsException, IOException {
    this.what = what;
    this.loader = loader;
    this.current = loader.load(this::watch);
  }

  @Override
  public T get() {
    return current;
  }

  /** Watches the files until this is closed. */
  public synchronized Reloaded<T> watching() {
    watcher = Thread.ofVirtual().name("reload " + what).start(this::watch);
    return this;
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        renew();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks at the files, and makes the value anew when one has changed. */
  public synchronized void renew() {
    if (seen.entrySet().stream().allMatch(e -> stamp(e.getKey()).equals(e.getValue()))) {
      return;
    }
    seen = new HashMap<>();
    try {
      current = loader.load(this::watch);
      LOG.info("{}: read again", what);
    } catch (SettingsException | IOException e) {
      LOG.error("{}: as they were before they stay in force: {}", what, oneLine(e));
    }
  }

  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).replace("\n", "; ");
  }

  private void watch(Path file) {
    seen.putIfAbsent(file, stamp(file));
  }

  private static Optional<Stamp> stamp(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(new Stamp(found.lastModifiedTime(), found.size(), found.fileKey()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public synchronized void close() {
    if (watcher != null) {
      watcher.interrupt();
    }
  }
}
