package org.pairboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.tftp.event.TransferReport;
import org.pairboot.tftp.event.TransferReport.Outcome;
import org.pairboot.tftp.packet.Packet;
import org.pairboot.tftp.packet.Packet.Option;

/** What a server has to expect from firmware and networks, packet by packet over real sockets. */
class ProtocolTest {
  private static final int BLKSIZE = 512;

  private final Queue<TransferReport> reports = new ConcurrentLinkedQueue<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final TestContents contents =
      new TestContents().withGenerated("ten", 9 * BLKSIZE + 1).with("dir/x", new byte[1]);
  private TftpServer server;

  private RawClient start(String... overrides) throws IOException {
    server = TftpServer.start(TestSettings.create(overrides), contents.catalog(), reports::add);
    opened.add(server);
    return client();
  }

  private RawClient client() throws IOException {
    RawClient client = new RawClient(server.address());
    opened.add(client);
    return client;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
    assertThat(contents.openReaders()).as("contents left open").isZero();
  }

  private TransferReport awaitReport() {
    await().until(() -> !reports.isEmpty());
    return reports.peek();
  }

  private static Packet expectData(RawClient client, int number) throws IOException {
    Packet packet = client.receive();
    assertThat(packet).isInstanceOf(Packet.Data.class);
    assertThat(((Packet.Data) packet).block()).isEqualTo(number);
    return packet;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 513, 1024})
  void endsEveryLengthWithAShortBlock(int length) throws IOException {
    contents.with("file", TestContents.bytes(length));
    RawClient client = start();
    assertThat(client.fetch(RawClient.rrq("file"))).isEqualTo(TestContents.bytes(length));
    assertThat(client.fetch(RawClient.rrq("file", "blksize=512", "windowsize=4")))
        .isEqualTo(TestContents.bytes(length));
  }

  @Test
  void resendsOnlyALostOack() throws IOException {
    RawClient client = start("retransmit.initial=50ms");
    client.request(RawClient.rrq("ten", "blksize=512"));
    Packet oack = client.receive();
    assertThat(client.receive()).isEqualTo(oack);
    client.ack(0);
    expectData(client, 1);
  }

  /** ACK 0 of the client is lost: it receives the OACK again and repeats the ACK. */
  @Test
  void recoversFromALostAckOfTheOack() throws IOException {
    RawClient client = start("retransmit.initial=50ms");
    client.request(RawClient.rrq("ten", "blksize=512"));
    client.receive();
    client.receive();
    client.ack(0);
    client.ack(0);
    expectData(client, 1);
    client.ack(1);
    expectData(client, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 10})
  void resendsALostBlock(int lost) throws IOException {
    RawClient client = start();
    client.request(RawClient.rrq("ten"));
    for (int block = 1; block <= 10; block++) {
      Packet first = expectData(client, block);
      if (block == lost) {
        assertThat(client.receive()).isEqualTo(first);
      }
      client.ack(block);
    }
    TransferReport report = awaitReport();
    assertThat(report.outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(report.retransmits()).isPositive();
  }

  /** RFC 1123, 4.2.3.1: the server sends as many packets as the file has blocks, and no more. */
  @Test
  void sendsNothingForAStormOfOldAndDuplicateAcks() throws IOException {
    RawClient client = start("retransmit.floor=60s");
    client.request(RawClient.rrq("ten", "blksize=512"));
    client.receive();
    for (int block = 0; block <= 9; block++) {
      for (int copy = 0; copy < 100; copy++) {
        client.ack(block);
        client.ack(Math.max(0, block - 1));
        client.ack(0);
      }
      expectData(client, block + 1);
    }
    client.assertNothingMoreComes();
    client.ack(10);
    assertThat(awaitReport().retransmits()).isZero();
  }

  /** What EDK2 sends when block 38 of 64 is lost. */
  @Test
  void sendsTheRestOfTheWindowOnceForEqualPartialAcks() throws IOException {
    contents.withGenerated("long", 8 * 200L);
    RawClient client = start("retransmit.floor=60s");
    client.request(RawClient.rrq("long", "blksize=8", "windowsize=64"));
    client.receive();
    client.ack(0);
    for (int block = 1; block <= 64; block++) {
      expectData(client, block);
    }
    for (int i = 0; i < 63; i++) {
      client.ack(37);
    }
    for (int block = 38; block <= 101; block++) {
      expectData(client, block);
    }
    client.assertNothingMoreComes();
    client.ack(101);
    expectData(client, 102);
  }

  /** EDK2 answers each of the blocks after a lost first one with its last ACK. */
  @Test
  void resendsAWindowOnceWhenItsFirstBlockIsLost() throws IOException {
    // A long timeout, so that the timer sends nothing.
    RawClient client = start("retransmit.floor=60s");
    client.request(RawClient.rrq("ten", "blksize=512", "windowsize=4"));
    client.receive();
    client.ack(0);
    for (int round = 0; round < 2; round++) {
      // The quiet has ended with the first block of the second round.
      for (int block = 1 + round; block <= 4; block++) {
        expectData(client, block);
      }
      if (round == 0) {
        // An ACK that comes too soon does not answer this window; firmware sends many of them.
        do {
          client.ack(0);
        } while (client.isQuiet());
      }
    }
    for (int i = 0; i < 63; i++) {
      client.ack(0);
    }
    client.ack(4);
    expectData(client, 5);
  }

  @Test
  void ignoresAcksBeyondTheWindowAndOfOtherPeers() throws IOException {
    RawClient client = start();
    client.request(RawClient.rrq("ten", "blksize=512", "windowsize=2", "timeout=60"));
    client.receive();
    InetSocketAddress port = client.lastSender();
    client.ack(0);
    expectData(client, 1);
    expectData(client, 2);
    client.ack(3);
    client.ack(60_000);
    RawClient stranger = client();
    stranger.sendTo(port, new Packet.Ack(2));
    assertThat(stranger.receive()).isEqualTo(new Packet.Error(5, "unknown transfer"));
    stranger.sendTo(port, new Packet.Error(0, "stop"));
    assertThat(stranger.isQuiet()).isTrue();
    client.ack(2);
    expectData(client, 3);
  }

  /** As {@code curl --head} does. */
  @Test
  void forgetsAClientThatVanishesAfterTheOack() throws IOException {
    RawClient client = start("retransmit.initial=20ms");
    client.request(RawClient.rrq("ten", "tsize=0"));
    for (int i = 0; i < 3; i++) {
      assertThat(client.receive()).isEqualTo(RawClient.oack("tsize=4609"));
    }
    TransferReport report = awaitReport();
    assertThat(report.outcome()).isEqualTo(Outcome.TIMED_OUT);
    assertThat(client.isQuiet()).isTrue();
  }

  @Test
  void separatesTwoClientsBehindOneAddress() throws IOException {
    RawClient one = start();
    RawClient other = client();
    one.request(RawClient.rrq("ten"));
    other.request(RawClient.rrq("ten"));
    for (int block = 1; block <= 10; block++) {
      expectData(one, block);
      one.ack(block);
      expectData(other, block);
      other.ack(block);
    }
    await().until(() -> reports.size() == 2);
    assertThat(reports).allMatch(report -> report.outcome() == Outcome.COMPLETED);
  }

  @Test
  void servesARequestOfMoreThan512Bytes() throws IOException {
    RawClient client = start();
    client.request(new Packet.Rrq("ten", "octet", List.of(new Option("x-long", "y".repeat(1200)))));
    expectData(client, 1);
  }

  @Test
  void splitsALineEndBetweenTwoBlocks() throws IOException {
    String text = "a".repeat(511) + "\n" + "b".repeat(509) + "\r\n";
    contents.with("text", text.getBytes(StandardCharsets.US_ASCII));
    RawClient client = start();
    byte[] converted = client.fetch(new Packet.Rrq("text", "NetASCII", List.of()));
    assertThat(new String(converted, StandardCharsets.US_ASCII))
        .isEqualTo("a".repeat(511) + "\r\n" + "b".repeat(509) + "\r\0\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "/dir/x",
    "dir//x",
    "//dir/./x",
    "\\dir\\x",
    "C:\\dir\\x",
    "dir/x\u00FF",
  })
  void acceptsNamesAsFirmwareSpellsThem(String name) throws IOException {
    assertThat(start().fetch(RawClient.rrq(name))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"../dir/x,2", "dir/../dir/x,2", "dir%2Fx,1", "DIR,1"})
  void refusesOtherNames(String name, int code) throws IOException {
    RawClient client = start();
    client.request(RawClient.rrq(name));
    assertThat(client.receive())
        .isInstanceOfSatisfying(
            Packet.Error.class, error -> assertThat(error.code()).isEqualTo(code));
  }

  @Test
  void appliesATimeoutInMicroseconds() throws IOException {
    RawClient client = start("retransmit.initial=60s");
    client.request(RawClient.rrq("ten", "utimeout=20000"));
    Packet oack = client.receive();
    assertThat(oack).isEqualTo(RawClient.oack("utimeout=20000"));
    assertThat(client.receive()).isEqualTo(oack);
  }
}
