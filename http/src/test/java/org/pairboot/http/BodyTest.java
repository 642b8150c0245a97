package org.pairboot.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.Concatenation;
import org.pairboot.artifacts.content.Content;
import org.pairboot.artifacts.content.FileContent;
import org.pairboot.conf.HttpSettings.Timeouts;
import org.pairboot.http.event.ResponseReport;
import org.pairboot.http.event.ResponseReport.Outcome;
import org.pairboot.testing.CountingContent;
import org.pairboot.testing.SyntheticContent;

/** Response bodies: large, slow, interrupted or unreadable. */
class BodyTest {
  private static final int MIB = 1 << 20;

  /** More than the kernel buffers of a connection hold. */
  private static final int LARGE = 24 * MIB;

  @TempDir Path directory;

  @Test
  void servesPositionsBeyondFourGigabytes() throws Exception {
    long length = (5L << 30) + 7;
    try (TestServer server = new TestServer().with("huge", new SyntheticContent(length))) {
      var head = server.ask("HEAD /huge HTTP/1.1", "Host: x");
      assertThat(head.header("Content-Length")).contains("5368709127");

      for (long first : List.of((1L << 31) - 3, 1L << 31, (1L << 32) - 2, length - 100_000)) {
        long last = Math.min(first + 99_999, length - 1);
        var part =
            server.ask("GET /huge HTTP/1.1", "Host: x", "Range: bytes=" + first + "-" + last);
        assertThat(part.header("Content-Range"))
            .contains("bytes %d-%d/%d".formatted(first, last, length));
        assertThat(part.body()).isEqualTo(SyntheticContent.bytes(first, 100_000));
      }
      var whole = server.connect().send("GET /huge HTTP/1.1", "Host: x");
      assertThat(whole.readLine()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(whole.readHeaders()).contains("Content-Length: 5368709127");
      whole.reset();
    }
  }

  @Test
  void servesRangesOfASparseFileBeyondTwoGigabytes() throws Exception {
    long length = (3L << 30) + 5;
    Path sparse = directory.resolve("sparse");
    byte[] mark = {1, 2, 3, 4, 5};
    try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
      file.seek(length - mark.length);
      file.write(mark);
    }
    Content content = new FileContent(sparse, length, BytesContent.of(mark).identity());
    try (TestServer server = new TestServer().with("sparse", content)) {
      assertThat(server.ask("GET /sparse HTTP/1.1", "Host: x", "Range: bytes=-5").body())
          .isEqualTo(mark);
      assertThat(
              server
                  .ask("GET /sparse HTTP/1.1", "Host: x", "Range: bytes=3221225472-3221225473")
                  .body())
          .isEqualTo(new byte[] {1, 2});
    }
  }

  @Test
  void servesManyClientsAtTheSameTime() throws Exception {
    CountingContent content = new CountingContent(largeFile());
    try (TestServer server = new TestServer().with("large", content);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + "/large");
      List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        answers.add(
            client.sendAsync(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray()));
      }
      byte[] expected = SyntheticContent.bytes(0, LARGE);
      for (var answer : answers) {
        assertThat(Arrays.equals(answer.get().body(), expected)).isTrue();
        ResponseReport report = server.nextReport();
        assertThat(report.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(report.bytesSent()).isEqualTo(LARGE);
      }
    }
  }

  @Test
  void reportsAClientsResetAsAborted() throws Exception {
    CountingContent content = new CountingContent(largeFile());
    try (TestServer server = new TestServer().with("large", content)) {
      RawClient client = server.connect().send("GET /large HTTP/1.1", "Host: x");
      client.readBytes(MIB);
      client.reset();

      ResponseReport report = server.nextReport();
      assertThat(report.outcome()).isEqualTo(Outcome.ABORTED);
      assertThat(report.bytesSent()).isLessThan(LARGE);
      assertThat(report.bytesPlanned()).isEqualTo(LARGE);
      assertThat(content.opens()).hasValue(1);
      assertThat(content.closes()).hasValue(1);
    }
  }

  @Test
  void servesAClientThatReadsLittleAtATime() throws Exception {
    Content parts =
        new Concatenation(
            List.of(largeFile(), new SyntheticContent(LARGE), BytesContent.of("end")));
    CountingContent content = new CountingContent(parts);
    try (TestServer server = new TestServer().with("slow", content);
        RawClient client = new RawClient(server.port(), 4096)) {
      client.send("GET /slow HTTP/1.1", "Host: x");
      client.readLine();
      client.readHeaders();

      byte[] expected = SyntheticContent.bytes(0, LARGE);
      for (int part = 0; part < 2; part++) {
        for (int at = 0; at < LARGE; at += MIB / 4) {
          assertThat(client.readBytes(MIB / 4))
              .isEqualTo(Arrays.copyOfRange(expected, at, at + MIB / 4));
        }
      }
      assertThat(new String(client.readBytes(3), StandardCharsets.US_ASCII)).isEqualTo("end");
      assertThat(server.nextReport().outcome()).isEqualTo(Outcome.COMPLETED);
      assertThat(content.closes()).hasValue(1);
      assertThat(client.ask("GET /none HTTP/1.1", "Host: x").status()).isEqualTo(404);
    }
  }

  @Test
  void timesOutAClientThatReadsNothing() throws Exception {
    CountingContent content = new CountingContent(largeFile());
    try (TestServer server =
            new TestServer(impatient(Duration.ofMillis(300))).with("large", content);
        RawClient client = server.connect()) {
      client.send("GET /large HTTP/1.1", "Host: x");

      ResponseReport report = server.nextReport();
      assertThat(report.outcome()).isEqualTo(Outcome.TIMED_OUT);
      assertThat(report.duration()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
      assertThat(content.closes()).hasValue(1);
      assertThatThrownBy(() -> client.readBytes(LARGE + 1000)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void resetsTheConnectionWhenAFileShrinks() throws Exception {
    Path path = directory.resolve("shrinks");
    Files.write(path, SyntheticContent.bytes(0, LARGE));
    CountingContent content =
        new CountingContent(new FileContent(path, LARGE, new SyntheticContent(0).identity()));
    try (TestServer server = new TestServer().with("shrinks", content);
        RawClient client = server.connect()) {
      client.send("GET /shrinks HTTP/1.1", "Host: x");
      client.readBytes(MIB);
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
        file.setLength(2 * MIB);
      }

      assertThatThrownBy(() -> client.readBytes(LARGE)).isInstanceOf(IOException.class);
      ResponseReport report = server.nextReport();
      assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(content.closes()).hasValue(1);
    }
  }

  @Test
  void answers500ToGetAndHeadWhenContentCannotBeOpened() throws Exception {
    Content gone =
        new FileContent(directory.resolve("gone"), 10, new SyntheticContent(0).identity());
    try (TestServer server = new TestServer().with("gone", gone)) {
      for (String method : List.of("GET", "HEAD")) {
        var response = server.ask(method + " /gone HTTP/1.1", "Host: x");
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.text()).doesNotContain(directory.toString());
        assertThat(server.nextReport().outcome()).isEqualTo(Outcome.FAILED);
      }
    }
  }

  @Test
  void closesReadersForEveryMethodAndStatus() throws Exception {
    CountingContent content = new CountingContent(BytesContent.of("x"));
    try (TestServer server = new TestServer().with("x", content);
        RawClient client = server.connect()) {
      for (String request :
          List.of("GET /x HTTP/1.1", "HEAD /x HTTP/1.1", "GET /x HTTP/1.0\r\nRange: bytes=0-0")) {
        client.ask(request, "Host: x");
        server.nextReport();
      }
      assertThat(content.opens()).hasValue(3);
      assertThat(content.closes()).hasValue(3);
    }
  }

  private static TestSettings impatient(Duration idle) {
    return TestSettings.loopback().with(new Timeouts(TestSettings.LONG, TestSettings.LONG, idle));
  }

  private Content largeFile() throws IOException {
    Path path = directory.resolve("large");
    Files.write(path, SyntheticContent.bytes(0, LARGE));
    return new FileContent(path, LARGE, new SyntheticContent(0).identity());
  }
}
