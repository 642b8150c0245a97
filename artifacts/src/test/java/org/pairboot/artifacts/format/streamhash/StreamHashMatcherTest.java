package org.pairboot.artifacts.format.streamhash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.format.input.ImageFile;
import org.pairboot.testing.Property;

/** A stream gets the same result as a file. */
class StreamHashMatcherTest {

  @Test
  void agreesWithTheVerifier() {
    Property.tries(300)
        .hold(draw -> {
          byte[] original = draw.bytes(60);
          int step = draw.between(1, 20);
          StreamHasher hasher = new StreamHasher(draw.between(1, 9));
          hasher.update(original, 0, original.length);
          StreamHash expected = hasher.finish();
          byte[] bytes = changed(original, draw.bytes(60), draw.between(0, 3));

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
        });
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
