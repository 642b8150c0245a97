package org.pairboot.artifacts.catalog;

import java.net.InetAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens content on threads of its own, so that a file system that hangs stops no thread that serves
 * others. What is under way is limited in total and for each client address. Thread-safe.
 */
public final class Openings implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Openings.class);

  /**
   * Opening a file takes some microseconds, for which a few would do; the others are for files of
   * other file systems than the one that hangs.
   */
  private static final int THREADS = 32;

  private static final int IDLE_SECONDS = 30;

  private final ClientLimit limit;
  private final ThreadPoolExecutor threads;

  /**
   * @param name of the threads
   * @param limit of what is under way, including what waits for a thread
   */
  public Openings(String name, ClientLimit limit) {
    this.limit = limit;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            // Bounded by the limit.
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name(name + "-open-", 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Has a thread run {@code opening} soon.
   *
   * @return false, and it is not run, when too much is under way, for {@code client} or in all
   */
  public boolean tryRun(InetAddress client, Runnable opening) {
    if (!limit.tryAcquire(client)) {
      return false;
    }
    try {
      threads.execute(() -> run(client, opening));
      return true;
    } catch (RejectedExecutionException e) {
      // The server is stopping.
      limit.release(client);
      return false;
    }
  }

  private void run(InetAddress client, Runnable opening) {
    try {
      opening.run();
    } catch (RuntimeException | Error e) {
      LOG.error("cannot open for {}", client.getHostAddress(), e);
    } finally {
      limit.release(client);
    }
  }

  /** Starts no more; what is under way ends when its file system lets it. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
