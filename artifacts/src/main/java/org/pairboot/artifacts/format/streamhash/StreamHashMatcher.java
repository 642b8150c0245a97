package org.pairboot.artifacts.format.streamhash;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.pairboot.artifacts.format.streamhash.StreamHashVerifier.Result;

/**
 * Compares a stream of bytes with a {@link StreamHash}, keeping a single digest in memory. Gives
 * the same result as {@link StreamHashVerifier}, which is faster for a file. Not thread-safe.
 */
public final class StreamHashMatcher implements Consumer<ByteBuffer> {
  private final StreamHash expected;
  private final StreamHasher hasher;
  private int chunk;
  private long length;
  private Optional<Result> mismatch = Optional.empty();

  public StreamHashMatcher(StreamHash expected) {
    this.expected = expected;
    this.hasher = new StreamHasher(expected.chunkSize(), this::compare);
  }

  /** Adds and consumes the remaining bytes of {@code bytes}. */
  @Override
  public void accept(ByteBuffer bytes) {
    length += bytes.remaining();
    if (canChange()) {
      hasher.update(bytes);
    } else {
      bytes.position(bytes.limit());
    }
  }

  /** The result for all bytes so far; called once, after the last of them. */
  public Result result() {
    hasher.finish();
    return mismatch.orElseGet(() -> StreamHashVerifier.compareLength(expected, length));
  }

  /** Whether further digests can make a difference. */
  private boolean canChange() {
    return mismatch.isEmpty() && chunk < expected.digests().size();
  }

  private void compare(String found) {
    if (canChange() && !found.equals(expected.digests().get(chunk))) {
      mismatch = Optional.of(StreamHashVerifier.mismatch(expected, chunk, found));
    }
    chunk++;
  }
}
