package org.pairboot.it.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at the memory of a process while something goes on. Pages of files that are mapped are not
 * counted: they belong to the page cache, and the kernel takes them back when it wants to.
 */
public final class MemoryWatch implements AutoCloseable {
  private static final Pattern ANONYMOUS = Pattern.compile("(?m)^RssAnon:\\s+(\\d+) kB$");
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final Path status;
  private final long before;
  private final Thread thread;
  private volatile long peak;

  /** Starts to watch. */
  public MemoryWatch(ProcessHandle process) {
    this.status = Path.of("/proc/" + process.pid() + "/status");
    this.before = now();
    this.peak = before;
    this.thread = Thread.ofPlatform().daemon().name("memory-watch").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        peak = Math.max(peak, now());
      }
    } catch (InterruptedException e) {
      // close() was called
      return;
    }
  }

  /** Resident memory when the watch began, in MiB. */
  public long before() {
    return before;
  }

  /** The most seen so far, in MiB. */
  public long peak() {
    return peak;
  }

  /** Resident memory now, in MiB. */
  public long now() {
    try {
      Matcher matcher = ANONYMOUS.matcher(Files.readString(status));
      if (!matcher.find()) {
        throw new IllegalStateException("no RssAnon in " + status);
      }
      return Long.parseLong(matcher.group(1)) / 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
