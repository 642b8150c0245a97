package org.pairboot.artifacts.fetch.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.catalog.Architecture;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.fetch.streams.StreamMetadata.MetadataException;
import org.pairboot.artifacts.fetch.streams.StreamMetadata.PxeRelease;
import org.pairboot.testing.Property;

/**
 * Any bytes are parsed, or rejected with a message of one line.
 *
 * <p>A build only replays the inputs under {@code StreamMetadataFuzzTestInputs}. To search for new
 * ones, guided by coverage, set JAZZER_FUZZ=1 in the environment and run this test alone.
 */
class StreamMetadataFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void parsesAnyBytesOrSaysWhyNot(byte[] bytes) {
    try {
      PxeRelease release =
          StreamMetadata.parse(bytes, StreamMetadataTest.place(), Optional.empty())
              .pxe(Architecture.X86_64);
      assertThat(release.artifacts())
          .allSatisfy(artifact -> {
            assertThat(artifact.source()).isInstanceOf(Source.Remote.class);
            assertThat(artifact.sha256()).isPresent();
          });
    } catch (MetadataException e) {
      assertThat(e.getMessage()).hasLineCount(1).doesNotContainPattern("\\p{Cntrl}");
    }
  }

  /** A document with a few wrong bytes gets further than random bytes do. */
  @Test
  void parsesDamagedDocumentsOrSaysWhyNot() {
    Property.tries(2000)
        .hold(draw -> {
          byte other = (byte) draw.between(0, 255);
          byte[] bytes = StreamMetadataTest.STREAM.getBytes(UTF_8);
          for (int place : draw.list(1, 4, () -> draw.between(0, bytes.length - 1))) {
            bytes[place] = other;
          }
          parsesAnyBytesOrSaysWhyNot(bytes);
        });
  }

  @Test
  void refusesTruncatedDocuments() {
    Property.tries(500)
        .hold(draw -> {
          int length = draw.between(0, 900);
          byte[] whole = StreamMetadataTest.STREAM.strip().getBytes(UTF_8);
          byte[] cut = Arrays.copyOf(whole, Math.min(length, whole.length - 1));
          try {
            StreamMetadata.parse(cut, StreamMetadataTest.place(), Optional.empty());
            throw new AssertionError("parsed a truncated document");
          } catch (MetadataException e) {
            assertThat(e).hasMessageContaining("JSON");
          }
        });
  }
}
