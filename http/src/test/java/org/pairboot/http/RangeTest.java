package org.pairboot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Concatenation;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.FileContent;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.testing.Property;
import org.pairboot.testing.SyntheticContent;

/** Compares ranges from the server with slices of the content. */
class RangeTest {
  private static final int PART = 70_001;
  private static final int PADDING = 3;
  private static final int LENGTH = PART + PADDING + PART;
  private static final byte[] BYTES = SyntheticContent.bytes(0, LENGTH);
  private static final Sha256 DIGEST = Sha256.of(ByteBuffer.wrap(BYTES));
  private static final String[] NAMES = {"file", "memory", "concatenation"};

  private static Path directory;
  private static Content concatenation;
  private static TestServer server;
  private static RawClient client;

  @BeforeAll
  static void start() throws IOException {
    directory = Files.createTempDirectory("pairboot-http");
    Content head = file("head", 0, PART);
    Content padding = BytesContent.of(Arrays.copyOfRange(BYTES, PART, PART + PADDING));
    Content tail = file("tail", PART + PADDING, PART);
    concatenation = new Concatenation(List.of(head, padding, tail));
    server =
        new TestServer()
            .with("file", file("all", 0, LENGTH))
            .with("memory", BytesContent.of(BYTES))
            .with("concatenation", concatenation)
            .with("empty", BytesContent.of(new byte[0]));
    client = server.connect();
  }

  private static Content file(String name, int first, int length) throws IOException {
    byte[] bytes = Arrays.copyOfRange(BYTES, first, first + length);
    Path path = Files.write(directory.resolve(name), bytes);
    return new FileContent(path, length, Sha256.of(ByteBuffer.wrap(bytes)));
  }

  @AfterAll
  static void stop() throws IOException {
    client.close();
    server.close();
    for (String name : List.of("all", "head", "tail")) {
      Files.delete(directory.resolve(name));
    }
    Files.delete(directory);
  }

  @Test
  void servesAnyRangeAsASliceOfTheContent() {
    Property.tries(150)
        .hold(draw -> {
          int first = draw.between(0, LENGTH + 10);
          int last = draw.between(0, LENGTH + 10);
          var response = ask(draw.of(NAMES), "bytes=" + first + "-" + last);

          if (last < first) {
            assertWhole(response);
          } else if (first >= LENGTH) {
            assertUnsatisfiable(response, LENGTH);
          } else {
            assertPart(response, first, Math.min(last, LENGTH - 1));
          }
        });
  }

  @Test
  void servesRangesAcrossPartBoundaries() {
    Property.tries(60)
        .hold(draw -> {
          int before = draw.between(-4, 4);
          int after = draw.between(0, PART - 5);
          assertPart(
              ask("concatenation", "bytes=" + (PART + before) + "-" + (PART + 4 + after)),
              PART + before,
              PART + 4 + after);
        });
  }

  @Test
  void servesSuffixAndOpenRanges() {
    Property.tries(60)
        .hold(draw -> {
          int count = draw.between(1, LENGTH);
          String name = draw.of(NAMES);
          assertPart(ask(name, "bytes=-" + count), LENGTH - count, LENGTH - 1);
          assertPart(ask(name, "bytes=" + (count - 1) + "-"), count - 1, LENGTH - 1);
        });
  }

  @Test
  void ignoresUnusualRanges() throws IOException {
    for (String odd : List.of("bytes=u-u", "bytes=0-1,3-4", "bytes=", "lines=0-1", "bytes=5-4")) {
      assertWhole(ask("concatenation", odd));
    }
    var two = client.ask("GET /file HTTP/1.1", "Host: x", "Range: bytes=0-1", "Range: bytes=2-3");
    assertWhole(two);
  }

  @Test
  void servesAnEmptyContent() throws IOException {
    assertUnsatisfiable(ask("empty", "bytes=0-"), 0);
    assertThat(ask("empty", "bytes=-5").status()).isEqualTo(200);
  }

  @Test
  void comparesIfRangeStrongly() throws IOException {
    String tag = '"' + DIGEST.hex() + '"';

    assertPart(askIf("If-Range: " + tag, "bytes=1-2"), 1, 2);
    assertWhole(askIf("If-Range: W/" + tag, "bytes=1-2"));
    assertWhole(askIf("If-Range: \"other\"", "bytes=1-2"));
    assertWhole(askIf("If-Range: Sat, 01 Jan 2028 00:00:00 GMT", "bytes=1-2"));
    assertWhole(askIf("If-Range: \"other\"", "bytes=999999999-"));
  }

  @Test
  void evaluatesPreconditions() throws IOException {
    String tag = '"' + DIGEST.hex() + '"';

    assertThat(askIf("If-None-Match: " + tag, "").status()).isEqualTo(304);
    assertThat(askIf("If-None-Match: \"a\", W/" + tag, "").status()).isEqualTo(304);
    assertThat(askIf("If-None-Match: *", "bytes=1-2").header("ETag")).contains(tag);
    assertWhole(askIf("If-None-Match: \"a\"", ""));
    assertWhole(askIf("If-Match: \"a\", " + tag, ""));
    assertWhole(askIf("If-Match: *", ""));
    assertThat(askIf("If-Match: W/" + tag, "").status()).isEqualTo(412);
    assertThat(askIf("If-Match: \"a\"", "bytes=1-2").header("Content-Length")).contains("0");
    assertWhole(askIf("If-Modified-Since: Sat, 01 Jan 2028 00:00:00 GMT", ""));
  }

  @Test
  void evaluatesPreconditionsOfAConcatenation() throws IOException {
    String tag = '"' + concatenation.identity().hex() + '"';
    String request = "GET /concatenation HTTP/1.1";

    assertThat(client.ask(request, "Host: x", "If-None-Match: " + tag).status()).isEqualTo(304);
    assertPart(client.ask(request, "Host: x", "If-Range: " + tag, "Range: bytes=1-2"), 1, 2);
    assertWhole(
        client.ask(request, "Host: x", "If-Range: \"" + DIGEST.hex() + '"', "Range: bytes=1-2"));
  }

  private static RawClient.Response ask(String name, String range) throws IOException {
    return client.ask("GET /" + name + " HTTP/1.1", "Host: x", "Range: " + range);
  }

  private static RawClient.Response askIf(String condition, String range) throws IOException {
    return client.ask("GET /file HTTP/1.1", "Host: x", condition, "Range: " + range);
  }

  private static void assertWhole(RawClient.Response response) {
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("Content-Range")).isEmpty();
    assertThat(Arrays.equals(response.body(), BYTES)).isTrue();
  }

  private static void assertPart(RawClient.Response response, int first, int last) {
    assertThat(response.status()).isEqualTo(206);
    assertThat(response.header("Content-Range"))
        .contains("bytes " + first + "-" + last + "/" + LENGTH);
    assertThat(response.header("ETag").orElseThrow())
        .isIn('"' + DIGEST.hex() + '"', '"' + concatenation.identity().hex() + '"');
    assertThat(Arrays.equals(response.body(), Arrays.copyOfRange(BYTES, first, last + 1)))
        .as("bytes %d to %d", first, last)
        .isTrue();
  }

  private static void assertUnsatisfiable(RawClient.Response response, int length) {
    assertThat(response.status()).isEqualTo(416);
    assertThat(response.header("Content-Range")).contains("bytes */" + length);
    assertThat(response.header("Content-Length")).contains("0");
  }
}
