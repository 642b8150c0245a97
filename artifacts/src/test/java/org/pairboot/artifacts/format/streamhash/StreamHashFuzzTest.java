package org.pairboot.artifacts.format.streamhash;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any input yields a stream-hash or a one-line error, and a stream-hash stays the same when it is
 * written and read again.
 *
 * <p>A build only replays the inputs given here. To search for new ones, guided by coverage, set
 * JAZZER_FUZZ=1 in the environment and run this test alone.
 */
class StreamHashFuzzTest {
  static Stream<byte[]> files() {
    String digest = "00ff".repeat(16);
    return Stream.of(
            "",
            "stream-hash sha256 2097152\n",
            "stream-hash sha256 8\n" + digest + "\n" + digest.toUpperCase(Locale.ROOT),
            "stream-hash sha256 8\r\n" + digest + "\r\n",
            "stream-hash sha512 99999999999999999999\nxyz\n")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("files")
  @FuzzTest(maxDuration = "2m")
  void parsesAnyBytes(byte[] file) throws StreamHash.MalformedException {
    StreamHash hash;
    try {
      hash = StreamHash.parse(file);
    } catch (StreamHash.MalformedException e) {
      assertThat(e.getMessage()).isNotEmpty().doesNotContain("\n", "\u001b");
      return;
    }
    assertThat(hash.chunkSize()).isBetween(1, StreamHash.MAX_CHUNK_SIZE);
    assertThat(StreamHash.parse(hash.format())).isEqualTo(hash);
  }
}
