package org.pairboot.artifacts.format.streamhash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pairboot.artifacts.format.streamhash.StreamHashVerifier.Result;
import org.pairboot.artifacts.testimages.Bytes;
import org.pairboot.testing.Property;

class StreamHashTest {
  private static final String ASDFASD =
      "3af36011654a7bc5159ecf41c610f1f7dbd9deb0d5638f8626db66f7b6467106";
  private static final String QWER =
      "5f70ae29b3019ec851ef6b664b59d3fd88dda0de5eb58212ddbd97c65c3f8198";
  private static final String QWERTYU =
      "ef2323b075d71f44c62f62d37b29a5fc4f10c03579a3f6e5b00c2d9666a75e65";
  private static final String ASDF =
      "d1bc8d3ba4afc7e109612cb73acbdddac052c93025aa1f82942edabb7deb82a1";
  private static final String ASD =
      "688787d8ff144c502c7f5cffaafe2cc588d86079f9de88304c26b0cb99ce91c6";

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                            | hash file is empty
          'aardvark\n'                                  | couldn't parse hash file header
          ' stream-hash sha256 1234 \n'                 | couldn't parse hash file header
          'stream-hash sha256 8\r\n'                    | couldn't parse hash file header
          'stream-hash sha256 8'                        | couldn't parse hash file header
          'stream-hash  sha256 8\n'                     | couldn't parse hash file header
          'stream-hash sha255 1234\n'                   | unknown digest algorithm sha255
          'stream-hash sha512 8\n'                      | unknown digest algorithm sha512
          'stream-hash sha256 0\n'                      | chunk size cannot be zero
          'stream-hash sha256 134217728\n'              | chunk size 134217728 is greater than maximum 67108864
          'stream-hash sha256 18446744073709551615\n'   | chunk size 18446744073709551615 is greater than maximum 67108864
          'stream-hash sha256 18446744073709551616\n'   | couldn't parse chunk size
          'stream-hash sha256 8\nasdf\n'                | couldn't decode hash: "asdf"
          'stream-hash sha256 8\n00\r\n0'               | couldn't decode hash: "0"
          'stream-hash sha256 8\n"\u001b[2J\n'          | couldn't decode hash: "\\"\\u{1b}[2J"
          """)
  void refusesWhatTheGuestRefusesWithItsMessages(String text, String message) {
    assertThatThrownBy(() -> StreamHash.parse(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(StreamHash.MalformedException.class)
        .hasMessage(message);
  }

  @Test
  void acceptsWhatTheGuestAccepts() throws Exception {
    assertThat(parse("stream-hash sha256 8\n").digests()).isEmpty();
    assertThat(parse("stream-hash sha256 67108864\n").chunkSize()).isEqualTo(67108864);
    assertThat(
            parse("stream-hash sha256 8\n" + ASD.toUpperCase(Locale.ROOT) + "\r\n" + ASDF)
                .digests())
        .containsExactly(ASD, ASDF);
    assertThat(parse("stream-hash sha256 8\n\nabcd\n").digests()).containsExactly("", "abcd");
  }

  @Test
  void matchesTheTestVectorsOfUpstream() throws Exception {
    assertMatch("stream-hash sha256 8\n", "");
    assertMatch(hash(ASDFASD, QWER), "asdfasd\nqwer\n");
    assertMatch(hash(ASDFASD, QWERTYU), "asdfasd\nqwertyu\n");
    assertMatch("stream-hash sha256 8\n" + ASD, "asd");
  }

  @Test
  void reportsTheFirstDifferenceWithTheGuestsMessages() throws Exception {
    assertMismatch(
        hash(ASDFASD, ASDFASD), "asdfasd\n", 8, "premature end of input data at offset 8");
    String wrong = 'e' + ASDF.substring(1);
    assertMismatch(
        hash(ASDFASD, wrong),
        "asdfasd\nasdf\n",
        8,
        "hash mismatch at offset 8; expected " + wrong + ", found " + ASDF);
    assertMismatch(hash(ASDFASD), "asdfasd\nqqq", 8, "found extra input data at offset 8");
    assertMismatch(
        hash(ASDFASD, QWER, QWER),
        "asdfasd\nqwer\n",
        13,
        "premature end of input data at offset 13");
    assertMismatch("stream-hash sha256 8\n", "x", 0, "found extra input data at offset 0");
    assertThat(verify("stream-hash sha256 8\nabcd\n", "asd"))
        .isEqualTo(
            new Result.Mismatch(0, "hash mismatch at offset 0; expected abcd, found " + ASD));
  }

  @Test
  void hashesLikeProducers() throws Exception {
    byte[] bytes = Bytes.pattern(4194309);
    StreamHasher hasher = new StreamHasher();
    hasher.update(bytes, 0, 5);
    hasher.update(bytes, 5, bytes.length - 5);
    StreamHash hash = hasher.finish();
    assertThat(new String(hash.format(), StandardCharsets.US_ASCII))
        .isEqualTo(
            """
            stream-hash sha256 2097152
            1e075c8d478ad21844e33e830a695ef03a4d2488b69ee275bd8947618bb1be1e
            76727ab892df464be6f3d3256086c51fb794d8da7232ad8f5d1a286caeb5e73f
            774930e1eafc9c7056caae91caa8d8ee9cd293607d28966020bebf23a8d222b3
            """);
    AtomicLong progress = new AtomicLong();
    assertThat(StreamHashVerifier.verify(Bytes.file(dir, "f", bytes), hash, progress::set))
        .isEqualTo(new Result.Match());
    assertThat(progress).hasValue(bytes.length);
  }

  @Test
  void reportsTheFirstOfSeveralWrongChunks() throws Exception {
    byte[] bytes = Bytes.random(1000, 1);
    StreamHasher hasher = new StreamHasher(10);
    hasher.update(bytes, 0, bytes.length);
    bytes[999] ^= 1;
    bytes[505] ^= 1;
    bytes[730] ^= 1;
    Result result =
        StreamHashVerifier.verify(Bytes.file(dir, "f", bytes), hasher.finish(), done -> {});
    assertThat(((Result.Mismatch) result).offset()).isEqualTo(500);
  }

  @Test
  void parsesWhatItFormats() {
    Property.tries(100)
        .hold(draw -> {
          byte[] bytes = draw.bytes(255);
          int chunkSize = draw.between(1, 40);
          StreamHasher hasher = new StreamHasher(chunkSize);
          for (int i = 0; i < bytes.length; i += 7) {
            hasher.update(bytes, i, Math.min(7, bytes.length - i));
          }
          StreamHash hash = hasher.finish();
          assertThat(StreamHash.parse(hash.format())).isEqualTo(hash);
          assertThat(hash.digests()).hasSize(Math.ceilDiv(bytes.length, chunkSize));
          assertThat(hasher.finish().digests()).isEmpty();
        });
  }

  private static String hash(String... digests) {
    return "stream-hash sha256 8\n" + String.join("\n", List.of(digests)) + "\n";
  }

  private static StreamHash parse(String text) throws StreamHash.MalformedException {
    return StreamHash.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private void assertMatch(String hash, String input) throws Exception {
    assertThat(verify(hash, input)).isEqualTo(new Result.Match());
  }

  private void assertMismatch(String hash, String input, long offset, String message)
      throws Exception {
    assertThat(verify(hash, input)).isEqualTo(new Result.Mismatch(offset, message));
  }

  private Result verify(String hash, String input)
      throws IOException, StreamHash.MalformedException {
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    return StreamHashVerifier.verify(Bytes.file(dir, "input", bytes), parse(hash), done -> {});
  }
}
