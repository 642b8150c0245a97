package org.pairboot.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.pairboot.http.event.ResponseListener.Request;
import org.pairboot.http.event.ResponseReport.Outcome;
import org.pairboot.testing.SyntheticContent;

class EventsTest {

  @Test
  void reportsARequestBeforeItsResponseEnds() throws Exception {
    try (TestServer server = new TestServer().with("endless", new SyntheticContent(1L << 40));
        RawClient client = server.connect()) {
      client.send("GET //endless HTTP/1.1", "Host: x", "User-Agent: iPXE/1.21");

      Request request = server.nextReceived();
      assertThat(request.name()).isEqualTo("endless");
      assertThat(request.method()).isEqualTo("GET");
      assertThat(request.userAgent()).isEqualTo("iPXE/1.21");
      assertThat(request.local().getPort()).isEqualTo(server.port());
      assertThat(server.hasReport()).isFalse();

      // The client reads from time to time, until progress is reported.
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> {
            client.readBytes(1 << 20);
            return server.progress().getOrDefault(request, 0L) > 0;
          });
      client.reset();
      var report = server.nextReport();
      assertThat(report.outcome()).isEqualTo(Outcome.ABORTED);
      assertThat(report.request().peer()).isEqualTo(request.peer());
      assertThat(report.bytesSent()).isGreaterThanOrEqualTo(server.progress().get(request));
    }
  }

  @Test
  void reportsNoProgressOfASmallResponse() throws Exception {
    try (TestServer server = new TestServer().with("small", new SyntheticContent(100))) {
      server.ask("GET /small HTTP/1.1", "Host: x");
      server.nextReport();
      assertThat(server.progress()).isEmpty();
    }
  }
}
