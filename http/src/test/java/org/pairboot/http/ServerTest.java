package org.pairboot.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.pairboot.artifacts.catalog.BootRequest;
import org.pairboot.artifacts.catalog.BootRequest.Protocol;
import org.pairboot.artifacts.catalog.Catalog;
import org.pairboot.artifacts.content.BytesContent;
import org.pairboot.conf.HttpSettings;
import org.pairboot.conf.HttpSettings.Limits;
import org.pairboot.conf.HttpSettings.Timeouts;
import org.pairboot.http.event.ResponseListener;
import org.pairboot.http.event.ResponseReport;
import org.pairboot.http.event.ResponseReport.Outcome;
import org.pairboot.testing.CountingContent;
import org.pairboot.testing.SyntheticContent;

/** Start, stop, limits and reports of a server. */
class ServerTest {
  private static final Duration LONG = TestSettings.LONG;
  private static final int LARGE = 24 << 20;

  @Test
  void requestsHaveTheirConcreteAddresses() throws Exception {
    TestSettings any = TestSettings.loopback().at(new InetSocketAddress("0.0.0.0", 0));
    try (TestServer server = new TestServer(any).with("x", BytesContent.of("x"))) {
      server.ask("GET /x HTTP/1.1", "Host: x");

      BootRequest request = server.nextRequest();
      InetAddress loopback = InetAddress.getLoopbackAddress();
      assertThat(request.local()).isEqualTo(new InetSocketAddress(loopback, server.port()));
      assertThat(request.peer().getAddress()).isEqualTo(loopback);
      assertThat(request.protocol()).isEqualTo(Protocol.HTTP);
      assertThat(request.name()).isEqualTo("x");
    }
  }

  @Test
  void reportsResponses() throws Exception {
    try (TestServer server = new TestServer().with("a/x.efi", BytesContent.of("0123456789"))) {
      server.ask(
          "GET //a/x.efi HTTP/1.1",
          "Host: x",
          "Range: bytes=2-5",
          "User-Agent: UefiHttpBoot/1.0 <b>" + "x".repeat(500));

      ResponseReport report = server.nextReport();
      assertThat(report.request().method()).isEqualTo("GET");
      assertThat(report.request().name()).isEqualTo("a/x.efi");
      assertThat(report.route()).isEqualTo("test");
      assertThat(report.status()).isEqualTo(206);
      assertThat(report.range()).isEqualTo("2-5/10");
      assertThat(report.bytesSent()).isEqualTo(4);
      assertThat(report.bytesPlanned()).isEqualTo(4);
      assertThat(report.request().userAgent())
          .startsWith("UefiHttpBoot/1.0 <b>x")
          .hasSizeLessThan(150);
      assertThat(report.outcome()).isEqualTo(Outcome.COMPLETED);
      assertThat(report.request().local().getPort()).isEqualTo(server.port());

      server.ask("HEAD /a/x.efi HTTP/1.1", "Host: x");
      ResponseReport ofHead = server.nextReport();
      assertThat(ofHead.bytesPlanned()).isZero();
      assertThat(ofHead.outcome()).isEqualTo(Outcome.PROBE);
      server.ask("GET /none HTTP/1.1", "Host: x");
      assertThat(server.nextReport().outcome()).isEqualTo(Outcome.NOT_FOUND);
    }
  }

  @Test
  void survivesAListenerThatThrows() throws Exception {
    HttpSettings settings = TestSettings.loopback().settings();
    ResponseListener broken =
        report -> {
          throw new IllegalStateException("broken listener");
        };
    try (var server = BootHttpServer.start(settings, new Catalog(List.of()), broken);
        RawClient client = new RawClient(server.address().getPort())) {
      assertThat(client.ask("GET /x HTTP/1.1", "Host: x").status()).isEqualTo(404);
      assertThat(client.ask("GET /x HTTP/1.1", "Host: x").status()).isEqualTo(404);
      assertThat(server.stop(LONG)).isTrue();
    }
  }

  @Test
  void tellsWhenOneOfItsThreadsFails() throws Exception {
    try (TestServer server = new TestServer()) {
      assertThat(server.server().failure()).isNotDone();
      Thread accepting =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("http Accept"))
              .findAny()
              .orElseThrow();
      Error cause = new NoClassDefFoundError("made for this test");

      accepting.getUncaughtExceptionHandler().uncaughtException(accepting, cause);

      assertThat(server.server().failure()).isCompletedExceptionally();
    }
  }

  @Test
  void namesAPortInUse() throws Exception {
    try (TestServer first = new TestServer()) {
      InetSocketAddress taken = first.server().address();
      HttpSettings settings = TestSettings.loopback().at(taken).settings();
      assertThatThrownBy(
              () -> BootHttpServer.start(settings, new Catalog(List.of()), ResponseListener.NONE))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getPort())
          .hasMessageContaining("in use")
          .hasMessageContaining("http.listen");
    }
  }

  @Test
  void twoServersShareNothing() throws Exception {
    try (TestServer one = new TestServer().with("x", BytesContent.of("one"))) {
      try (TestServer two = new TestServer().with("x", BytesContent.of("two"))) {
        assertThat(one.ask("GET /x HTTP/1.1", "Host: x").text()).isEqualTo("one");
        assertThat(two.ask("GET /x HTTP/1.1", "Host: x").text()).isEqualTo("two");
      }
      assertThat(one.ask("GET /x HTTP/1.1", "Host: x").text()).isEqualTo("one");
    }
  }

  @Test
  void letsARunningResponseFinishOnStop() throws Exception {
    try (TestServer server = new TestServer().with("large", new SyntheticContent(LARGE));
        RawClient running = server.connect();
        RawClient idle = server.connect()) {
      assertThat(idle.ask("GET /none HTTP/1.1", "Host: x").status()).isEqualTo(404);
      running.send("GET /large HTTP/1.1", "Host: x");
      running.readLine();
      running.readHeaders();
      running.readBytes(1);
      CompletableFuture<Boolean> stopped =
          CompletableFuture.supplyAsync(() -> server.server().stop(LONG));
      awaitStopping(server);

      var late = idle.ask("GET /large HTTP/1.1", "Host: x");
      assertThat(late.status()).isEqualTo(503);
      assertThat(late.header("Connection")).contains("close");
      assertThat(stopped).isNotDone();
      running.readBytes(LARGE - 1);
      assertThat(stopped.get()).isTrue();
      assertThat(running.atEnd()).isTrue();
    }
  }

  /** Returns when a stop has begun: connections are refused, or get a 503. */
  private static void awaitStopping(TestServer server) {
    for (boolean open = true; open; ) {
      try (RawClient client = server.connect()) {
        open = client.ask("GET /none HTTP/1.1", "Host: x").status() != 503;
      } catch (IOException e) {
        open = false;
      }
    }
  }

  @Test
  void closesResponsesAfterTheGracePeriod() throws Exception {
    CountingContent content = new CountingContent(new SyntheticContent(LARGE));
    try (TestServer server = new TestServer().with("large", content);
        RawClient client = server.connect()) {
      client.send("GET /large HTTP/1.1", "Host: x");
      client.readBytes(1);

      assertThat(server.server().stop(Duration.ofMillis(50))).isFalse();
      assertThat(server.nextReport().outcome()).isEqualTo(Outcome.FAILED);
      assertThat(content.closes()).hasValue(1);
      assertThat(server.server().stop(LONG)).as("the first result").isFalse();
    }
  }

  @Test
  void connectionsBeyondTheLimitWait() throws Exception {
    TestSettings two = TestSettings.loopback().with(new Limits(2, 100));
    try (TestServer server = new TestServer(two).with("x", BytesContent.of("x"))) {
      RawClient first = server.connect();
      RawClient second = server.connect();
      first.ask("GET /x HTTP/1.1", "Host: x");
      second.ask("GET /x HTTP/1.1", "Host: x");
      server.nextReport();
      server.nextReport();
      try (RawClient third = server.connect().send("GET /x HTTP/1.1", "Host: x")) {
        // If it were served, its report would precede these on another connection.
        for (int i = 0; i < 50; i++) {
          second.ask("GET /none HTTP/1.1", "Host: x");
          assertThat(server.nextReport().status()).isEqualTo(404);
        }
        first.close();
        assertThat(third.readResponse(false).text()).isEqualTo("x");
      }
      second.close();
    }
  }

  @Test
  void rejectsRequestBodiesWithoutReadingThem() throws Exception {
    try (TestServer server = new TestServer().with("x", BytesContent.of("x"))) {
      for (String extra : List.of("Content-Length: 1000000", "Transfer-Encoding: chunked")) {
        for (String method : List.of("GET", "HEAD", "POST")) {
          try (RawClient client = server.connect()) {
            var response =
                client.ask(method + " /x HTTP/1.1", "Host: x", extra, "Expect: 100-continue");
            assertThat(response.status()).isEqualTo(method.equals("POST") ? 405 : 400);
            assertThat(response.header("Connection")).contains("close");
            assertThat(client.atEnd()).isTrue();
            assertThat(server.nextReport().outcome()).isEqualTo(Outcome.REFUSED);
          }
        }
      }
      assertThat(server.ask("GET /x HTTP/1.1", "Host: x", "Content-Length: 0").text())
          .isEqualTo("x");
    }
  }

  @Test
  void closesConnectionsWithIncompleteRequests() throws Exception {
    Duration brief = Duration.ofMillis(200);
    TestSettings settings = TestSettings.loopback().with(new Timeouts(brief, brief, LONG));
    try (TestServer server = new TestServer(settings)) {
      for (String part : List.of("", "GET /x HT", "GET /x HTTP/1.1\r\nHost: x\r\nA:")) {
        try (RawClient client = server.connect().sendRaw(part)) {
          assertThat(client.atEnd()).isTrue();
        }
      }
    }
  }
}
