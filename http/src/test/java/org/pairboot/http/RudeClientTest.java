package org.pairboot.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.conf.HttpSettings.Limits;
import org.pairboot.conf.HttpSettings.Timeouts;
import org.pairboot.http.event.ResponseReport.Outcome;
import org.pairboot.testing.SyntheticContent;

/** Clients that try to use up the server's resources. */
class RudeClientTest {
  private static final Duration LONG = TestSettings.LONG;
  private static final BytesContent SMALL = BytesContent.of("small");

  @Test
  void closesConnectionsThatSendAHeadTooSlowly() throws Exception {
    Timeouts timeouts = new Timeouts(Duration.ofMillis(300), LONG, LONG);
    try (TestServer server = new TestServer(TestSettings.loopback().with(timeouts));
        RawClient client = server.connect().sendRaw("GET /x HTTP/1.1\r\n")) {
      assertThat(dribbleUntilClosed(client)).as("headers sent before the end").isPositive();
      assertThat(server.hasReport()).isFalse();
    }
  }

  /** Sends header lines one by one, each well within any timeout between two of them. */
  private static int dribbleUntilClosed(RawClient client) throws InterruptedException {
    for (int lines = 0; lines < 1000; lines++) {
      try {
        client.sendRaw("A: b\r\n");
      } catch (IOException e) {
        return lines;
      }
      Thread.sleep(20);
    }
    throw new AssertionError("the connection is still open");
  }

  @Test
  void closesIdleConnectionsButNotRunningResponses() throws Exception {
    Timeouts timeouts = new Timeouts(LONG, Duration.ofMillis(300), LONG);
    try (TestServer server =
            new TestServer(TestSettings.loopback().with(timeouts))
                .with("large", new SyntheticContent(24 << 20));
        RawClient stalled = server.connect();
        RawClient resting = server.connect()) {
      stalled.send("GET /large HTTP/1.1", "Host: x");
      stalled.readLine();
      assertThat(resting.ask("GET /none HTTP/1.1", "Host: x").status()).isEqualTo(404);
      assertThat(resting.atEnd()).isTrue();

      stalled.readHeaders();
      stalled.readBytes(24 << 20);
    }
  }

  @Test
  void neverClosesSlowClientsThatMakeProgress() throws Exception {
    int length = 24 << 20;
    Timeouts timeouts = new Timeouts(LONG, LONG, Duration.ofMillis(400));
    try (TestServer server =
            new TestServer(TestSettings.loopback().with(timeouts))
                .with("large", new SyntheticContent(length));
        RawClient client = new RawClient(server.port(), 4096)) {
      client.send("GET /large HTTP/1.1", "Host: x");
      client.readLine();
      client.readHeaders();
      // Takes three times the timeout; the client reads less than its buffers hold.
      for (int i = 0; i < 60; i++) {
        client.readBytes(2000);
        Thread.sleep(20);
      }
      client.readBytes(length - 60 * 2000);
      assertThat(server.nextReport().outcome()).isEqualTo(Outcome.COMPLETED);
    }
  }

  @Test
  void rejectsConnectionsBeyondTheLimitPerClient() throws Exception {
    TestSettings two = TestSettings.loopback().with(new Limits(100, 2));
    try (TestServer server = new TestServer(two).with("x", SMALL);
        RawClient first = server.connect();
        RawClient second = server.connect()) {
      assertThat(first.ask("GET /x HTTP/1.1", "Host: x").text()).isEqualTo("small");
      assertThat(second.ask("GET /x HTTP/1.1", "Host: x").text()).isEqualTo("small");

      assertThat(turnsAway(server)).isTrue();
      assertThat(server.nextRejected().isLoopbackAddress()).isTrue();
      assertThat(first.ask("GET /x HTTP/1.1", "Host: x").text()).isEqualTo("small");

      first.reset();
      awaitAnswer(server);
    }
  }

  /** Whether a new connection is closed, which can happen while the client still sets it up. */
  private static boolean turnsAway(TestServer server) throws IOException {
    try (RawClient client = server.connect()) {
      return isClosed(client);
    } catch (SocketException e) {
      return true;
    }
  }

  private static boolean isClosed(RawClient client) throws IOException {
    try {
      return client.atEnd();
    } catch (SocketException e) {
      return true;
    }
  }

  /** Returns when the server has noticed a closed connection. */
  private static void awaitAnswer(TestServer server) {
    for (int tries = 0; tries < 10_000; tries++) {
      try {
        assertThat(server.ask("GET /x HTTP/1.1", "Host: x").text()).isEqualTo("small");
        return;
      } catch (IOException e) {
        // Not yet.
      }
    }
    throw new AssertionError("the closed connection still counts");
  }

  @Test
  void survivesManyIncompleteRequests() throws Exception {
    Timeouts timeouts = new Timeouts(Duration.ofMillis(500), LONG, LONG);
    TestSettings settings = TestSettings.loopback().with(timeouts).with(new Limits(1000, 1000));
    List<RawClient> dribblers = new ArrayList<>();
    try (TestServer server = new TestServer(settings).with("x", SMALL)) {
      for (int i = 0; i < 400; i++) {
        dribblers.add(server.connect().sendRaw("GET /x HTTP/1.1\r\nHost: x\r\nA: "));
        if (i % 40 == 0) {
          assertThat(server.ask("GET /x HTTP/1.1", "Host: x").text()).isEqualTo("small");
        }
      }
      for (RawClient dribbler : dribblers) {
        assertThat(isClosed(dribbler)).isTrue();
        dribbler.close();
      }
    }
  }

  @Test
  void answers400AndClosesForBytesThatAreNotHttp() throws Exception {
    try (TestServer server = new TestServer().with("x", SMALL)) {
      for (String bytes :
          List.of(
              "\0\0\0\0\r\n\r\n",
              "GET /x\0 HTTP/1.1\r\nHost: x\r\n\r\n",
              "GET /x HTTP/1.1\r\nHost: x\r\nA\0B: c\r\n\r\n",
              "GET  /x HTTP/1.1\r\nHost: x\r\n\r\n",
              "\r\nGET\r\n\r\n",
              "\26\3\1\2\0\1\0\1\374\3\3\r\n\r\n",
              "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) {
        try (RawClient client = server.connect().sendRaw(bytes)) {
          assertThat(statusOrClosed(client)).as(bytes).isIn(400, 404, 405, CLOSED);
        }
      }
      assertThat(server.ask("GET /x HTTP/1.1", "Host: x").text()).isEqualTo("small");
    }
  }

  private static final int CLOSED = 0;

  private static int statusOrClosed(RawClient client) throws IOException {
    try {
      return client.readResponse(false).status();
    } catch (EOFException | SocketException e) {
      return CLOSED;
    }
  }

  @Test
  void doesNotBufferForAClientThatPipelinesAndNeverReads() throws Exception {
    try (TestServer server =
            new TestServer().with("x", SMALL).with("large", new SyntheticContent(24 << 20));
        RawClient rude = server.connect()) {
      rude.sendRaw("GET /large HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100));
      for (int i = 0; i < 100; i++) {
        assertThat(server.ask("GET /x HTTP/1.1", "Host: x").text()).isEqualTo("small");
      }
    }
  }
}
