package org.pairboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pairboot.tftp.event.TransferListener;
import org.pairboot.tftp.event.TransferListener.DropReason;
import org.pairboot.tftp.event.TransferListener.Request;
import org.pairboot.tftp.event.TransferListener.Terms;
import org.pairboot.tftp.event.TransferReport;
import org.pairboot.tftp.packet.Packet;

/** The events that a listener receives, in order. */
class EventsTest {
  private final Queue<String> events = new ConcurrentLinkedQueue<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final TestContents contents =
      new TestContents().withGenerated("medium", 300_000).with("small", TestContents.bytes(100));
  private TftpServer server;

  private final class Recorder implements TransferListener {
    @Override
    public void requested(Request request) {
      events.add("requested " + request.name() + " " + request.optionsAsked());
    }

    @Override
    public void negotiated(Request request, Terms terms) {
      events.add(
          "negotiated %s by %s: %d bytes, %d x %d, %s"
              .formatted(
                  request.name(),
                  terms.route(),
                  terms.length(),
                  terms.windowsize(),
                  terms.blksize(),
                  terms.optionsAnswered()));
    }

    @Override
    public void progress(Request request, long bytes) {
      events.add("progress " + request.name() + " " + bytes);
    }

    @Override
    public void retransmitted(Request request, long packets) {
      events.add("retransmitted " + request.name() + " " + packets);
    }

    @Override
    public void finished(TransferReport report) {
      events.add("finished " + report.request().name() + " " + report.outcome());
    }

    @Override
    public void dropped(DropReason reason, long count, InetAddress latest) {
      events.add("dropped " + reason + " " + count + " " + latest.getHostAddress());
    }
  }

  private RawClient client(InetAddress own) throws IOException {
    RawClient client = new RawClient(server.address(), own);
    opened.add(client);
    return client;
  }

  private RawClient start(String... overrides) throws IOException {
    server = TftpServer.start(TestSettings.create(overrides), contents.catalog(), new Recorder());
    opened.add(server);
    return client(InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  @Test
  void reportsATransferFromItsRequestToItsEnd() throws IOException {
    RawClient client = start();
    client.fetch(RawClient.rrq("/medium", "blksize=1000", "x=1"));
    await().until(() -> events.stream().anyMatch(event -> event.startsWith("finished")));
    List<String> published = List.copyOf(events);
    assertThat(published)
        .startsWith(
            "requested medium [blksize=1000, x=1]",
            "negotiated medium by test: 300000 bytes, 1 x 1000, [blksize=1000]")
        .endsWith("progress medium 300000", "finished medium completed");
    // Twice a second, and a transfer of 301 blocks takes less than a minute.
    assertThat(published.size()).isLessThan(100);
  }

  @Test
  void reportsARequestThatIsNotServed() throws IOException {
    RawClient client = start();
    client.request(RawClient.rrq("nothing", "tsize=0"));
    assertThat(client.receive()).isInstanceOf(Packet.Error.class);
    await().until(() -> events.size() == 2);
    assertThat(events).containsExactly("requested nothing [tsize=0]", "finished nothing not-found");
  }

  @Test
  void reportsTheNumberOfRetransmissions() throws IOException {
    RawClient client = start("retransmit.initial=20ms", "unproven-packets=4");
    client.request(RawClient.rrq("small", "tsize=0"));
    for (int i = 0; i < 4; i++) {
      client.receive();
    }
    client.ack(0);
    client.receive();
    client.ack(1);
    await().until(() -> events.stream().anyMatch(event -> event.startsWith("finished")));
    long packets =
        events.stream()
            .filter(event -> event.startsWith("retransmitted small "))
            .mapToLong(event -> Long.parseLong(event.substring(20)))
            .sum();
    assertThat(packets).isEqualTo(3);
  }

  @Test
  void reportsRequestsOfADeniedNetworkAndSendsNothing() throws IOException {
    start("subnets=[{ net = 127.0.0.2/32, access = deny }]");
    RawClient denied = client(InetAddress.ofLiteral("127.0.0.2"));
    denied.request(RawClient.rrq("small"));
    denied.request(RawClient.rrq("nothing"));
    assertThat(client(InetAddress.getLoopbackAddress()).fetch(RawClient.rrq("small"))).hasSize(100);
    await().until(() -> events.contains("finished small completed"));
    await()
        .until(() ->
            events.stream()
                    .filter(event -> event.startsWith("dropped DENIED "))
                    .mapToInt(event -> Integer.parseInt(event.split(" ")[2]))
                    .sum()
                == 2);
    assertThat(denied.isQuiet()).isTrue();
  }

  @Test
  void limitsOptionsByThePolicyOfTheSubnet() throws IOException {
    RawClient client =
        start("subnets=[{ net = 127.0.0.0/8, max-blksize = 700, max-windowsize = 2 }]");
    client.request(RawClient.rrq("medium", "blksize=1400", "windowsize=8", "rollover=1"));
    assertThat(client.receive())
        .isEqualTo(RawClient.oack("blksize=700", "windowsize=2", "rollover=1"));
  }

  /** Every transport has to write these block numbers into its packets. */
  @Test
  void rollsBlockNumbersOverToOneIfConfigured() throws IOException {
    contents.withGenerated("long", 8 * 65_540L);
    RawClient client = start("rollover=1", "max-windowsize=2048", "max-window-bytes=1MiB");
    client.request(RawClient.rrq("long", "blksize=8", "windowsize=2048"));
    client.receive();
    client.ack(0);
    for (int end = 2048; end <= 31 * 2048; end += 2048) {
      client.ack(end);
    }
    client.ack(65_534);
    Packet.Data data;
    do {
      data = (Packet.Data) client.receive();
      assertThat(data.block()).isPositive();
    } while (data.block() != 65_535);
    assertThat(((Packet.Data) client.receive()).block()).isEqualTo(1);
  }
}
