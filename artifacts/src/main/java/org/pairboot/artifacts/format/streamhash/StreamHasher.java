package org.pairboot.artifacts.format.streamhash;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.pairboot.artifacts.content.Sha256;

/** Computes the {@link StreamHash} of a stream of bytes. Not thread-safe. */
public final class StreamHasher {
  private final int chunkSize;
  private final MessageDigest digest = Sha256.newDigest();
  private final List<String> digests = new ArrayList<>();
  private final Consumer<String> chunkDigests;
  private int inChunk;

  /** A hasher with the chunk size of all producers, 2 MiB. */
  public StreamHasher() {
    this(StreamHash.DEFAULT_CHUNK_SIZE);
  }

  /** A hasher with chunks of {@code chunkSize} bytes, 1 to {@link StreamHash#MAX_CHUNK_SIZE}. */
  public StreamHasher(int chunkSize) {
    if (chunkSize < 1 || chunkSize > StreamHash.MAX_CHUNK_SIZE) {
      throw new IllegalArgumentException("chunk size " + chunkSize);
    }
    this.chunkSize = chunkSize;
    this.chunkDigests = digests::add;
  }

  /** A hasher that passes each digest on instead of keeping it. */
  StreamHasher(int chunkSize, Consumer<String> chunkDigests) {
    this.chunkSize = chunkSize;
    this.chunkDigests = chunkDigests;
  }

  /** Adds {@code length} bytes of {@code bytes} from {@code offset}. */
  public void update(byte[] bytes, int offset, int length) {
    update(ByteBuffer.wrap(bytes, offset, length));
  }

  /** Adds and consumes the remaining bytes of {@code bytes}. */
  public void update(ByteBuffer bytes) {
    int end = bytes.limit();
    while (bytes.position() < end) {
      int step = Math.min(chunkSize - inChunk, end - bytes.position());
      digest.update(bytes.limit(bytes.position() + step));
      bytes.limit(end);
      inChunk += step;
      if (inChunk == chunkSize) {
        endChunk();
      }
    }
  }

  /** Returns the hash of all bytes so far and resets this hasher. */
  public StreamHash finish() {
    if (inChunk > 0) {
      endChunk();
    }
    StreamHash result = new StreamHash(chunkSize, digests);
    digests.clear();
    return result;
  }

  private void endChunk() {
    chunkDigests.accept(Sha256.from(digest).hex());
    inChunk = 0;
  }
}
