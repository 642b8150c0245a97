package org.pairboot.artifacts.streamhash;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.pairboot.artifacts.content.Sha256;

/**
 * Computes the {@link StreamHash} of a file while it is written: each chunk that is whole is read
 * back and hashed on another thread, so that the writer need not wait for the hash. What is hashed
 * is what is in the file. Used by one thread.
 */
public final class FileStreamHasher implements AutoCloseable {
  private static final int CHUNK = StreamHash.DEFAULT_CHUNK_SIZE;
  private static final int BUFFER = 128 * 1024;

  private final FileChannel file;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          Thread.ofPlatform().daemon().name("chunks-", 0).factory());
  private final List<Future<String>> digests = new ArrayList<>();

  /** A hasher of all of {@code file}, whose position is not used. */
  public FileStreamHasher(FileChannel file) {
    this.file = file;
  }

  /** The first {@code length} bytes of the file are there and will not change any more. */
  public void written(long length) {
    while ((digests.size() + 1L) * CHUNK <= length) {
      submit(CHUNK);
    }
  }

  /**
   * The hash of the file, which has {@code length} bytes.
   *
   * @throws IOException when it could not be read
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

  /** Stops what is under way. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void submit(int length) {
    long start = (long) digests.size() * CHUNK;
    digests.add(threads.submit(() -> digest(start, length)));
  }

  private String digest(long start, int length) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    ByteBuffer buffer = ByteBuffer.allocate(Math.min(BUFFER, length));
    for (int done = 0; done < length; ) {
      buffer.clear().limit(Math.min(buffer.capacity(), length - done));
      int count = file.read(buffer, start + done);
      if (count < 0) {
        throw new EOFException("a file became shorter while it was written");
      }
      digest.update(buffer.flip());
      done += count;
    }
    return Sha256.from(digest).hex();
  }

  private static String await(Future<String> digest) throws IOException {
    try {
      return digest.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a file was hashed", e);
    }
  }
}
