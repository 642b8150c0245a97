package org.pairboot.artifacts.fetch.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.pairboot.artifacts.fetch.download.Source;
import org.pairboot.artifacts.fetch.streams.StreamMetadata.MetadataException;
import org.pairboot.artifacts.fetch.streams.StreamMetadata.PxeRelease;

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
          StreamMetadata.parse(bytes, StreamMetadataTest.place(), Optional.empty()).pxe("x86_64");
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
  @Property(tries = 2000)
  void parsesDamagedDocumentsOrSaysWhyNot(
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 0, max = 900) Integer> places,
      @ForAll byte other) {
    byte[] bytes = StreamMetadataTest.STREAM.getBytes(UTF_8);
    places.forEach(place -> bytes[place % bytes.length] = other);
    parsesAnyBytesOrSaysWhyNot(bytes);
  }

  @Property(tries = 500)
  void refusesTruncatedDocuments(@ForAll @IntRange(min = 0, max = 900) int length) {
    byte[] whole = StreamMetadataTest.STREAM.strip().getBytes(UTF_8);
    byte[] cut = Arrays.copyOf(whole, Math.min(length, whole.length - 1));
    try {
      StreamMetadata.parse(cut, StreamMetadataTest.place(), Optional.empty());
      throw new AssertionError("parsed a truncated document");
    } catch (MetadataException e) {
      assertThat(e).hasMessageContaining("JSON");
    }
  }
}
