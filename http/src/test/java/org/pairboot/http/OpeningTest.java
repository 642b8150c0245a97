package org.pairboot.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.artifacts.content.FileContent;
import org.pairboot.artifacts.content.Sha256;
import org.pairboot.http.event.ResponseReport.Outcome;
import org.pairboot.testing.GatedContent;

/** Content that takes its time to open stops nobody but who waits for it. */
class OpeningTest {
  /** More than a server has threads for connections. */
  private static final int MANY = 16;

  private final GatedContent hung = new GatedContent(BytesContent.of("late"));
  private TestServer server;

  @TempDir private Path directory;

  @BeforeEach
  void start() throws IOException {
    server = new TestServer().with("hung", hung).with("file", BytesContent.of("at once"));
  }

  @AfterEach
  void stop() {
    hung.openGate();
    server.close();
  }

  @Test
  void aFileSystemThatHangsStopsNoThreadThatServesOthers() throws Exception {
    List<RawClient> waiting = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      RawClient client = server.connect();
      client.send("GET /hung HTTP/1.1", "Host: x");
      waiting.add(client);
    }
    await().until(() -> hung.waiting() > 0);

    assertThat(server.ask("GET /file HTTP/1.1", "Host: x").text()).isEqualTo("at once");
    assertThat(server.server().isResponsive(Duration.ofSeconds(10))).isTrue();
    hung.openGate();
    for (RawClient client : waiting) {
      assertThat(client.readResponse(false).text()).isEqualTo("late");
      client.close();
    }
  }

  @Test
  void aNamedPipeInPlaceOfABlobIsRefused() throws Exception {
    Path pipe = directory.resolve("blob");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    server.with("pipe", new FileContent(pipe, 0, Sha256.of(ByteBuffer.allocate(0))));

    assertThat(server.ask("GET /pipe HTTP/1.1", "Host: x").status()).isEqualTo(500);
    assertThat(server.ask("GET /file HTTP/1.1", "Host: x").status()).isEqualTo(200);
    Files.delete(pipe);
  }

  @Test
  void aClientMayLeaveWhileItsContentIsOpened() throws Exception {
    try (RawClient client = server.connect()) {
      client.send("GET /hung HTTP/1.1", "Host: x");
      await().until(() -> hung.waiting() > 0);
    }
    hung.openGate();

    assertThat(server.nextReport().outcome()).isIn(Outcome.ABORTED, Outcome.COMPLETED);
    assertThat(server.server().stop(Duration.ofMinutes(1))).isTrue();
  }

  @Test
  void anOpeningThatHangsDoesNotOutliveTheGracePeriod() throws Exception {
    try (RawClient client = server.connect()) {
      client.send("GET /hung HTTP/1.1", "Host: x");
      await().until(() -> hung.waiting() > 0);
      assertThat(server.server().stop(Duration.ofMillis(1))).isFalse();
    }
  }
}
