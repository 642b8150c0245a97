package org.pairboot.artifacts.format.streamhash;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Consumer;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.artifacts.format.streamhash.StreamHashVerifier.Result;

/**
 * Compares bytes that go by with a {@link StreamHash}, in the memory of one digest. Gives what
 * {@link StreamHashVerifier} does, which is faster where there is a file at rest. Not thread-safe.
 */
public final class StreamHashMatcher implements Consumer<ByteBuffer> {
  private final StreamHash expected;
  private final MessageDigest digest = Sha256.newDigest();
  private int chunk;
  private int inChunk;
  private long length;
  private Optional<Result> difference = Optional.empty();

  public StreamHashMatcher(StreamHash expected) {
    this.expected = expected;
  }

  /** Takes the next bytes, all that remain in {@code bytes}. */
  @Override
  public void accept(ByteBuffer bytes) {
    length += bytes.remaining();
    int end = bytes.limit();
    while (bytes.position() < end && isOpen()) {
      int step = Math.min(expected.chunkSize() - inChunk, end - bytes.position());
      digest.update(bytes.limit(bytes.position() + step));
      bytes.limit(end);
      inChunk += step;
      if (inChunk == expected.chunkSize()) {
        endChunk();
      }
    }
    bytes.position(end);
  }

  /** The verdict about all bytes so far; called once, at their end. */
  public Result result() {
    if (inChunk > 0 && isOpen()) {
      endChunk();
    }
    return difference.orElseGet(() -> StreamHashVerifier.lengthVerdict(expected, length));
  }

  /** Whether further bytes can make a difference. */
  private boolean isOpen() {
    return difference.isEmpty() && chunk < expected.digests().size();
  }

  private void endChunk() {
    String found = Sha256.from(digest).hex();
    if (!found.equals(expected.digests().get(chunk))) {
      difference = Optional.of(StreamHashVerifier.difference(expected, chunk, found));
    }
    chunk++;
    inChunk = 0;
  }
}
