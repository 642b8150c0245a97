package org.pairboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.tftp.event.TransferReport;
import org.pairboot.tftp.event.TransferReport.Outcome;
import org.pairboot.tftp.packet.Packet;

/** What a client receives when it requests a file. */
@OverEachTransport
class ServingTest extends ServerFixture {
  ServingTest(String transport) {
    super(transport);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pool", "single"})
  void servesFilesInBothPortModes(String portMode) throws IOException {
    start("port-mode=" + portMode);
    byte[] bytes = TestContents.bytes(300_000);
    for (String name : List.of("medium", "mapped")) {
      assertThat(client().fetch(RawClient.rrq(name))).isEqualTo(bytes);
      assertThat(client().fetch(RawClient.rrq(name, "blksize=1428", "windowsize=16")))
          .isEqualTo(bytes);
      assertThat(client().fetch(RawClient.rrq(name, "blksize=100", "windowsize=64")))
          .isEqualTo(bytes);
      assertThat(client().fetch(RawClient.rrq(name, "blksize=65464", "windowsize=2")))
          .isEqualTo(bytes);
    }
    assertThat(client().fetch(RawClient.rrq("empty", "tsize=0"))).isEmpty();
    RawClient client = client();
    assertThat(client.fetch(RawClient.rrq("/small"))).isEqualTo(TestContents.bytes(100));
    assertThat(client.lastSender().getPort() == server().address().getPort())
        .isEqualTo(portMode.equals("single"));
    await().until(() -> reports().size() == 10);
    assertThat(reports()).allMatch(report -> report.outcome() == Outcome.COMPLETED);
  }

  /** A window crosses the point where 16-bit numbers wrap. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void wrapsBlockNumbersWithinAWindow(int rollover) throws IOException {
    int length = 8 * 65_600 + 3;
    contents().withMapped("long", TestContents.bytes(length));
    start("rollover=" + rollover);
    RawClient client = client();
    assertThat(
            client
                .rollingOverTo(rollover)
                .fetch(RawClient.rrq("long", "blksize=8", "windowsize=61")))
        .isEqualTo(TestContents.bytes(length));
  }

  @Test
  void keepsTheContentThatATransferStartedWith() throws IOException {
    start();
    byte[] before = TestContents.bytes(1000);
    byte[] after = "another".getBytes(StandardCharsets.US_ASCII);
    contents().with("replaced", before);
    RawClient client = client();
    client.request(RawClient.rrq("replaced"));
    assertThat(client.receive()).isEqualTo(new Packet.Data(1, ByteBuffer.wrap(before, 0, 512)));
    contents().with("replaced", after);
    client.ack(1);
    assertThat(client.receive()).isEqualTo(new Packet.Data(2, ByteBuffer.wrap(before, 512, 488)));
    client.ack(2);
    awaitReport(Outcome.COMPLETED);
    assertThat(client().fetch(RawClient.rrq("replaced"))).isEqualTo(after);
  }

  @Test
  void reportsTheParametersOfATransfer() throws IOException {
    start();
    RawClient client = client();
    client.fetch(RawClient.rrq("\\medium", "tsize=0", "blksize=1024", "windowsize=4", "x=1"));
    TransferReport report = awaitReport(Outcome.COMPLETED);
    assertThat(report.request().peer()).isEqualTo(client.address());
    assertThat(report.request().local()).isEqualTo(server().address());
    assertThat(report.request().name()).isEqualTo("medium");
    assertThat(report.terms().orElseThrow().route()).isEqualTo("test");
    assertThat(report.bytes()).isEqualTo(300_000);
    assertThat(report.terms().orElseThrow().blksize()).isEqualTo(1024);
    assertThat(report.terms().orElseThrow().windowsize()).isEqualTo(4);
    assertThat(report.duration()).isPositive();
    assertThat(report.request().optionsAsked().toString())
        .isEqualTo("[tsize=0, blksize=1024, windowsize=4, x=1]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pool", "single"})
  void servesManyClientsAtTheSameTime(String portMode) throws Exception {
    start("port-mode=" + portMode);
    byte[] medium = TestContents.bytes(300_000);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<byte[]>> all = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        String window = "windowsize=" + (1 + i % 8);
        RawClient client = client();
        all.add(
            threads.submit(() -> client.fetch(RawClient.rrq("medium", "blksize=1428", window))));
      }
      for (Future<byte[]> each : all) {
        assertThat(each.get()).isEqualTo(medium);
      }
    }
    await().until(() -> reports().size() == 60);
  }

  @Test
  void servesPositionsBeyond2GiB() throws IOException {
    start("max-windowsize=1000", "max-window-bytes=64MiB");
    long blksize = 65464;
    long last = HUGE / blksize + 1;
    RawClient client = client();
    client.request(RawClient.rrq("huge", "blksize=65464", "windowsize=1000"));
    assertThat(client.receive()).isEqualTo(RawClient.oack("blksize=65464", "windowsize=1"));
    client.ack(0);
    for (long block = 1; block < last; block++) {
      client.receive();
      client.ack(block);
    }
    Packet.Data data;
    do {
      data = (Packet.Data) client.receive();
    } while (data.block() != (last & 0xFFFF));
    long start = (last - 1) * blksize;
    assertThat(data.payload().remaining()).isEqualTo((int) (HUGE - start));
    assertThat(data.payload().getLong(0)).isEqualTo(start);
    client.ack(last);
    assertThat(awaitReport(Outcome.COMPLETED).bytes()).isEqualTo(HUGE);
  }

  /** A delay longer than the first wait for an answer. */
  @Test
  void sendsNoDuplicatesWhenADiskWakesUpSlowly() throws IOException {
    contents().withSlowStart("slow", TestContents.bytes(1000), Duration.ofMillis(1200));
    start("retransmit.initial=1s");
    assertThat(client().fetch(RawClient.rrq("slow"))).isEqualTo(TestContents.bytes(1000));
    assertThat(awaitReport(Outcome.COMPLETED).retransmits()).isZero();
  }

  @Test
  void convertsTextToNetascii() throws IOException {
    start();
    Packet.Rrq rrq = new Packet.Rrq("text", "NetASCII", List.of());
    assertThat(client().fetch(rrq)).asString().isEqualTo("one\r\ntwo\r\0\r\n");
  }

  @Test
  void servesIpv6() throws IOException {
    start("listen=[::1]:0");
    RawClient client = new RawClient(server().address());
    open(client);
    assertThat(client.fetch(RawClient.rrq("medium", "blksize=1428"))).hasSize(300_000);
  }

  @Test
  void servesEveryAddressOfAWildcard() throws IOException {
    start("listen=0.0.0.0:0");
    assertThat(server().address().getAddress().isAnyLocalAddress()).isTrue();
    for (InetAddress each : List.of(LOOPBACK, InetAddress.ofLiteral("::1"))) {
      InetSocketAddress asked = new InetSocketAddress(each, server().address().getPort());
      RawClient client = new RawClient(asked);
      open(client);
      assertThat(client.fetch(RawClient.rrq("small"))).hasSize(100);
      assertThat(client.lastSender().getAddress()).isEqualTo(each);
    }
    assertThat(reports()).allMatch(r -> !r.request().local().getAddress().isAnyLocalAddress());
  }

  @Test
  void usesThePoolPortsOfTheSettings() throws IOException {
    int free;
    try (RawClient probe = new RawClient(new InetSocketAddress(LOOPBACK, 1))) {
      free = probe.address().getPort();
    }
    start("pool-ports=" + free + "-" + free);
    RawClient client = client();
    client.fetch(RawClient.rrq("small"));
    assertThat(client.lastSender().getPort()).isEqualTo(free);
  }
}
