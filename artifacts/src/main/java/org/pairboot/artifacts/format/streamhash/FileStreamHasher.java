package org.pairboot.artifacts.format.streamhash;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Computes the {@link StreamHash} of a file while it is being written: other threads read back and
 * hash each complete chunk, so the writer does not wait for hashing, and the hash is that of the
 * bytes in the file. Used by one thread.
 */
public final class FileStreamHasher implements AutoCloseable {
  private static final int CHUNK = StreamHash.DEFAULT_CHUNK_SIZE;

  private final ThreadLocal<ChunkReader> reader;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          Thread.ofPlatform().daemon().name("chunks-", 0).factory());
  private final List<Future<String>> digests = new ArrayList<>();

  /** Hashes all of {@code file}, without using its position. */
  public FileStreamHasher(FileChannel file) {
    this.reader = ThreadLocal.withInitial(() -> new ChunkReader(file, "the new file"));
  }

  /** Reports that the first {@code length} bytes of the file are final. */
  public void written(long length) {
    while ((digests.size() + 1L) * CHUNK <= length) {
      submit(CHUNK);
    }
  }

  /**
   * Returns the hash of the file, which has {@code length} bytes.
   *
   * @throws IOException if the file cannot be read
   */
  public StreamHash finish(long length) throws IOException {
    written(length);
    int rest = (int) (length - (long) digests.size() * CHUNK);
    if (rest > 0) {
      submit(rest);
    }
    List<String> found = new ArrayList<>();
    for (Future<String> digest : digests) {
      found.add(await(digest));
    }
    return new StreamHash(CHUNK, found);
  }

  /** Stops hashing. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void submit(int length) {
    long start = (long) digests.size() * CHUNK;
    digests.add(threads.submit(() -> reader.get().digest(start, length, count -> {})));
  }

  private static String await(Future<String> digest) throws IOException {
    try {
      return digest.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while hashing a file", e);
    }
  }
}
