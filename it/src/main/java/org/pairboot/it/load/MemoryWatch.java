package org.pairboot.it.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Samples the memory of a process in the background. It does not count pages of mapped files: they
 * belong to the page cache, and the kernel reclaims them when it needs the memory.
 */
public final class MemoryWatch implements AutoCloseable {
  private static final Pattern ANONYMOUS = Pattern.compile("(?m)^RssAnon:\\s+(\\d+) kB$");
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final Path status;
  private final long before;
  private final Thread thread;
  private volatile long peak;

  /** Starts to sample. */
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
      // close() was called.
      return;
    }
  }

  /** Resident memory at the start, in MiB. */
  public long before() {
    return before;
  }

  /** The largest sample so far, in MiB. */
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
