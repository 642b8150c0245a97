package org.pairboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.tftp.event.TransferReport;
import org.pairboot.tftp.event.TransferReport.Outcome;
import org.pairboot.tftp.packet.Packet;

/** Requests that are repeated, supersede others, or are refused. */
@OverEachTransport
class RequestsTest extends ServerFixture {
  RequestsTest(String transport) {
    super(transport);
  }

  @Test
  void answersARepeatedRequestFromTheSameTransfer() throws IOException {
    start();
    RawClient client = client();
    Packet.Rrq rrq = RawClient.rrq("small", "blksize=1024", "tsize=0");
    client.request(rrq).request(rrq);
    Packet first = client.receive();
    InetSocketAddress sender = client.lastSender();
    assertThat(client.receive()).isEqualTo(first);
    assertThat(client.lastSender()).isEqualTo(sender);
    client.ack(0);
    assertThat(client.receive()).isInstanceOf(Packet.Data.class);
    client.request(rrq); // delayed in the network
    client.assertNothingMoreComes();
    client.ack(1);
    awaitReport(Outcome.COMPLETED);
    assertThat(reports().stream().filter(r -> r.outcome() != Outcome.REFUSED)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pool", "single"})
  void supersedesATransferByARequestForAnotherName(String portMode) throws IOException {
    start("port-mode=" + portMode);
    RawClient client = client();
    client.request(RawClient.rrq("medium", "blksize=1024"));
    client.receive();
    client.ack(0);
    client.receive();
    InetSocketAddress former = client.lastSender();
    client.request(RawClient.rrq("other", "blksize=1024"));
    assertThat(client.receive()).isEqualTo(RawClient.oack("blksize=1024"));
    assertThat(client.lastSender().equals(former)).isEqualTo(portMode.equals("single"));
    client.ack(0);
    assertThat(client.receive())
        .isEqualTo(new Packet.Data(1, ByteBuffer.wrap(TestContents.bytes(200))));
    if (portMode.equals("pool")) {
      client.sendTo(former, new Packet.Ack(1)); // of the old transfer
      client.assertNothingMoreComes();
    }
    client.ack(1);
    assertThat(awaitReport(Outcome.COMPLETED).request().name()).isEqualTo("other");
    assertThat(awaitReport(Outcome.ABORTED).request().name()).isEqualTo("medium");
  }

  @Test
  void usesDifferentPortsForConsecutiveTransfersOfAClientPort() throws IOException {
    start();
    RawClient client = client();
    client.fetch(RawClient.rrq("small"));
    InetSocketAddress former = client.lastSender();
    client.fetch(RawClient.rrq("other"));
    assertThat(client.lastSender()).isNotEqualTo(former);
  }

  /** A ROM does this after a reset, or when it has given up and tries again. */
  @Test
  void sendsNoPacketOfTheOldTransferToAClientThatStartsOver() throws IOException {
    // A request this late after the first ACK is not a delayed copy of the first one.
    start("retransmit.initial=20ms", "retransmit.max=60s", "retransmit.floor=60s");
    RawClient client = client();
    Packet.Rrq rrq = RawClient.rrq("medium", "blksize=1024", "windowsize=4");
    client.request(rrq);
    client.receive();
    InetSocketAddress former = client.lastSender();
    client.ack(0);
    do {
      client.request(rrq);
    } while (client.isQuiet() || client.lastSender().equals(former));
    InetSocketAddress current = client.lastSender();
    client.ack(0);
    client.sendTo(former, new Packet.Ack(4));
    long last = 300_000 / 1024 + 1;
    for (long block = 1; block <= last; ) {
      Packet packet = client.receive();
      assertThat(client.lastSender()).isEqualTo(current);
      if (packet instanceof Packet.Data data && data.block() == block) {
        if (block % 4 == 0 || block == last) {
          client.ack(block);
        }
        block++;
      }
    }
    assertThat(awaitReport(Outcome.ABORTED).detail())
        .isEqualTo("the client has sent another request");
    awaitReport(Outcome.COMPLETED);
  }

  /** Some ROMs hang if their ERROR is answered by an ERROR. */
  @ParameterizedTest
  @ValueSource(strings = {"pool", "single"})
  void neverAnswersAnError(String portMode) throws IOException {
    start("port-mode=" + portMode);
    Packet.Error error = new Packet.Error(8, "User aborted the transfer");
    RawClient client = client();
    client.sendTo(server().address(), error);
    client.assertNothingMoreComes();
    for (int blocks = 0; blocks < 3; blocks++) {
      client.request(RawClient.rrq("medium", "blksize=512"));
      client.receive();
      for (int block = 0; block < blocks; block++) {
        client.ack(block);
        client.receive();
      }
      client.answer(error);
      client.answer(error);
      client.assertNothingMoreComes();
      // A later packet to another port may be read first; then the next request would be a repeated
      // one.
      long ended = blocks + 1L;
      await().until(() -> reports(Outcome.ABORTED) == ended);
    }
    RawClient stranger = client();
    stranger.sendTo(client.lastSender(), error);
    stranger.assertNothingMoreComes();
  }

  private long reports(Outcome outcome) {
    return reports().stream().filter(report -> report.outcome() == outcome).count();
  }

  @Test
  void refusesAWriteRequestWithOptions() throws IOException {
    start();
    RawClient client = client();
    Packet.Rrq like = RawClient.rrq("small", "tsize=100", "blksize=1024");
    client.request(new Packet.Wrq(like.filename(), like.mode(), like.options()));
    assertThat(client.receive())
        .isEqualTo(new Packet.Error(2, "read-only server: write requests are not supported"));
    assertThat(client.lastSender()).isEqualTo(server().address());
    client.assertNothingMoreComes();
    assertThat(awaitReport(Outcome.REFUSED).request().optionsAsked()).isEqualTo(like.options());
  }

  @ParameterizedTest
  @CsvSource({
    "huge,netascii,0,too large for netascii; use octet (binary) mode",
    "small,mail,4,unsupported mode 'mail'; use octet",
    "small,binary,4,unsupported mode 'binary'; use octet",
    "a/b,octet,1,not found: a/b",
    "../etc/passwd,octet,2,'..' in name",
    "closed,octet,0,the server cannot send this file now",
    "broken-route,octet,0,the server cannot send this file now",
  })
  void sendsOneErrorForWhatCannotBeServed(String name, String mode, int code, String message)
      throws IOException {
    start();
    RawClient client = client();
    client.request(new Packet.Rrq(name, mode, List.of()));
    assertThat(client.receive()).isEqualTo(new Packet.Error(code, message));
    client.answer(new Packet.Error(0, "what?"));
    client.assertNothingMoreComes();
    assertThat(client().fetch(RawClient.rrq("small"))).hasSize(100);
  }

  @Test
  void sendsOneErrorForWriteRequestsAndMalformedRequests() throws IOException {
    start();
    RawClient client = client();
    client.request(new Packet.Wrq("small", "octet", List.of()));
    assertThat(client.receive())
        .isEqualTo(new Packet.Error(2, "read-only server: write requests are not supported"));
    client.sendTo(server().address(), new byte[] {0, 1, 'x'});
    assertThat(client.receive()).isEqualTo(new Packet.Error(4, "request without a mode"));
    client.assertNothingMoreComes();
  }

  @Test
  void shortensNamesInErrorMessages() throws IOException {
    start();
    RawClient client = client();
    client.request(RawClient.rrq("x".repeat(200)));
    assertThat(client.receive())
        .isEqualTo(new Packet.Error(1, "not found: " + "x".repeat(80) + "..."));
  }

  @Test
  void endsOnlyTheTransferOfABrokenContent() throws IOException {
    start();
    RawClient client = client();
    assertThatThrownBy(() -> client.fetch(RawClient.rrq("half")))
        .hasMessageContaining("the server cannot send this file now");
    TransferReport report = awaitReport(Outcome.FAILED);
    assertThat(report.detail()).contains("the disk is on fire");
    assertThat(client.fetch(RawClient.rrq("small"))).hasSize(100);
  }

  @Test
  void refusesTooManyTransfersOfOneClient() throws IOException {
    start("max-transfers-per-client=2");
    RawClient first = client();
    RawClient second = client();
    first.request(RawClient.rrq("medium"));
    first.receive();
    second.request(RawClient.rrq("medium"));
    second.receive();
    RawClient third = client();
    third.request(RawClient.rrq("small"));
    assertThat(third.receive()).isEqualTo(new Packet.Error(0, "busy, try again later"));
    assertThat(awaitReport(Outcome.REFUSED).request().name()).isEqualTo("small");
    first.answer(new Packet.Error(0, ""));
    awaitReport(Outcome.ABORTED);
    assertThat(third.fetch(RawClient.rrq("small"))).hasSize(100);
    second.answer(new Packet.Error(0, ""));
  }

  @Test
  void refusesTooManyTransfersInTotal() throws IOException {
    start("max-transfers=1");
    RawClient first = client();
    first.request(RawClient.rrq("medium"));
    first.receive();
    RawClient second = client();
    second.request(RawClient.rrq("small"));
    assertThat(second.receive()).isEqualTo(new Packet.Error(0, "busy, try again later"));
    second.assertNothingMoreComes();
  }
}
