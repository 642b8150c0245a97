package org.pairboot.artifacts.split;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Brings a file that is being written to stable storage at intervals, on a thread of its own: the
 * disk works while the rest is unpacked, and not afterwards. Used by one thread.
 */
final class EarlySync implements AutoCloseable {
  private static final long STEP = 32 << 20;

  private final FileChannel file;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("sync").factory());
  private Future<Void> underWay;
  private long begun;

  EarlySync(FileChannel file) {
    this.file = file;
  }

  /**
   * {@code length} bytes are in the file.
   *
   * @throws IOException when the disk could not take what came before
   */
  void written(long length) throws IOException {
    if (length - begun >= STEP && (underWay == null || underWay.isDone())) {
      await();
      begun = length;
      underWay =
          thread.submit(() -> {
            file.force(false);
            return null;
          });
    }
  }

  /** Returns when none is under way. A failure must be seen here, for it is not told twice. */
  void await() throws IOException {
    if (underWay == null) {
      return;
    }
    try {
      underWay.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a file was written", e);
    }
  }

  @Override
  public void close() {
    thread.close();
  }
}
