package org.pairboot.artifacts.format.streamhash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.pairboot.artifacts.format.input.ImageFile;

/** A stream gets the same result as a file. */
class StreamHashMatcherTest {

  @Property(tries = 300)
  void agreesWithTheVerifier(
      @ForAll @Size(max = 60) byte[] original,
      @ForAll @Size(max = 60) byte[] other,
      @ForAll @IntRange(min = 0, max = 3) int change,
      @ForAll @IntRange(min = 1, max = 9) int chunkSize,
      @ForAll @IntRange(min = 1, max = 20) int step)
      throws IOException {
    StreamHasher hasher = new StreamHasher(chunkSize);
    hasher.update(original, 0, original.length);
    StreamHash expected = hasher.finish();
    byte[] bytes = changed(original, other, change);

    StreamHashMatcher matcher = new StreamHashMatcher(expected);
    for (int start = 0; start < bytes.length; start += step) {
      ByteBuffer piece = ByteBuffer.wrap(bytes, start, Math.min(step, bytes.length - start));
      matcher.accept(piece);
      assertThat(piece.hasRemaining()).isFalse();
    }
    Path file = Files.createTempFile("stream-hash", "");
    try {
      Files.write(file, bytes);
      assertThat(matcher.result())
          .isEqualTo(StreamHashVerifier.verify(ImageFile.of(file), expected, done -> {}));
    } finally {
      Files.delete(file);
    }
  }

  private static byte[] changed(byte[] original, byte[] other, int change) {
    return switch (change) {
      case 0 -> original;
      case 1 -> other;
      case 2 -> Arrays.copyOf(original, original.length + 1 + other.length % 5);
      default -> {
        byte[] flipped = original.clone();
        if (flipped.length > 0) {
          flipped[other.length % flipped.length] ^= 1;
        }
        yield flipped;
      }
    };
  }
}
