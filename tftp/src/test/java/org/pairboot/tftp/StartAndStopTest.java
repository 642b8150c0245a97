package org.pairboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.pairboot.tftp.event.TransferReport.Outcome;
import org.pairboot.tftp.packet.Packet;

/** How a server opens its port, and how it stops. */
@OverEachTransport
class StartAndStopTest extends ServerFixture {
  StartAndStopTest(String transport) {
    super(transport);
  }

  @Test
  void namesAnAddressInUse() throws IOException {
    start();
    int port = server().address().getPort();
    assertThatThrownBy(() ->
            TftpServer.start(
                settings("listen=127.0.0.1:" + port), contents().catalog(), reports()::add))
        .isInstanceOf(BindException.class)
        .hasMessageMatching(
            "cannot open UDP 127\\.0\\.0\\.1:"
                + port
                + " for TFTP: (?i)address already in use( \\(EADDRINUSE\\))?; stop the program that"
                + " uses it, or change tftp\\.listen");
  }

  @Test
  void letsRunningTransfersEndWhenStopping() throws Exception {
    start();
    RawClient client = client();
    client.request(RawClient.rrq("small"));
    client.receive();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> stopped = threads.submit(() -> server().stop(Duration.ofMinutes(1)));
      RawClient late = client();
      await()
          .until(() -> {
            late.request(RawClient.rrq("nothing"));
            return late.isQuiet();
          });
      assertThat(stopped.isDone()).isFalse();
      client.ack(1);
      assertThat(stopped.get()).isTrue();
    }
    awaitReport(Outcome.COMPLETED);
  }

  @Test
  void endsRemainingTransfersAfterTheGracePeriod() throws IOException {
    start();
    RawClient client = client();
    client.request(RawClient.rrq("small"));
    client.receive();
    assertThat(server().stop(Duration.ofMillis(1))).isFalse();
    assertThat(client.receive())
        .isEqualTo(new Packet.Error(0, "the server cannot send this file now"));
    assertThat(awaitReport(Outcome.FAILED).detail()).isEqualTo("the server stops");
  }

  @Test
  void stopsQuicklyAndFreesThePortWhenIdle() throws IOException {
    start();
    assertThat(server().stop(Duration.ofMinutes(1))).isTrue();
    int port = server().address().getPort();
    start("listen=127.0.0.1:" + port);
    assertThat(client().fetch(RawClient.rrq("small"))).hasSize(100);
  }

  @Test
  void detectsALoopThatIsStuck() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    TftpServer server =
        open(
            TftpServer.start(
                settings(),
                contents().catalog(),
                _ -> {
                  stuck.countDown();
                  awaitForGood(release);
                }));
    assertThat(server.isResponsive(Duration.ofMinutes(1))).isTrue();
    RawClient client = open(new RawClient(server.address()));
    client.fetch(RawClient.rrq("small"));
    stuck.await();
    assertThat(server.isResponsive(Duration.ofMillis(1))).isFalse();
    release.countDown();
    assertThat(server.isResponsive(Duration.ofMinutes(1))).isTrue();
  }

  private static void awaitForGood(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
