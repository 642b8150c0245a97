package org.pairboot.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pairboot.tftp.event.TransferReport;
import org.pairboot.tftp.event.TransferReport.Outcome;
import org.pairboot.tftp.packet.Packet;

/** Packets other than requests, and missing ones. */
@OverEachTransport
class PacketsTest extends ServerFixture {
  PacketsTest(String transport) {
    super(transport);
  }

  @Test
  void endsASizeProbeWithTheErrorOfTheClient() throws IOException {
    start();
    RawClient client = client();
    client.request(RawClient.rrq("small", "tsize=0", "blksize=1468", "windowsize=4"));
    assertThat(client.receive())
        .isEqualTo(RawClient.oack("tsize=100", "blksize=1468", "windowsize=4"));
    client.answer(new Packet.Error(8, "User aborted the transfer"));
    assertThat(awaitReport(Outcome.PROBE).bytes()).isZero();
    client.assertNothingMoreComes();
  }

  @Test
  void abortsOnAnErrorOfFourBytes() throws IOException {
    start();
    RawClient client = client();
    client.request(RawClient.rrq("medium"));
    client.receive();
    client.ack(1);
    client.receive();
    client.sendTo(client.lastSender(), new byte[] {0, 5, 0, 0});
    TransferReport report = awaitReport(Outcome.ABORTED);
    assertThat(report.detail()).isEqualTo("client error 0");
    assertThat(report.bytes()).isEqualTo(512);
  }

  @Test
  void acceptsAnAckOfFiveBytes() throws IOException {
    start();
    RawClient client = client();
    client.request(RawClient.rrq("small"));
    client.receive();
    client.sendTo(client.lastSender(), new byte[] {0, 4, 0, 1, 0});
    awaitReport(Outcome.COMPLETED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pool", "single"})
  void sendsOneError5ForPacketsOfAnUnknownTransfer(String portMode) throws IOException {
    start("port-mode=" + portMode);
    RawClient first = client();
    first.request(RawClient.rrq("small"));
    first.receive();
    InetSocketAddress transferPort = first.lastSender();
    RawClient stranger = client();
    for (int i = 0; i < 20; i++) {
      stranger.sendTo(transferPort, new Packet.Error(0, "never answered"));
      stranger.sendTo(transferPort, new Packet.Ack(1));
      stranger.sendTo(transferPort, new Packet.Data(1, ByteBuffer.allocate(1)));
    }
    assertThat(stranger.receive()).isEqualTo(new Packet.Error(5, "unknown transfer"));
    assertThat(stranger.isQuiet()).isTrue();
    first.ack(1); // the transfer itself is unaffected
    awaitReport(Outcome.COMPLETED);
    first.ack(1); // and a repeated last ACK needs no answer
    assertThat(first.isQuiet()).isTrue();
  }

  @Test
  void dropsGarbage() throws IOException {
    start("port-mode=single");
    RawClient client = client();
    for (byte[] garbage :
        List.of(
            new byte[0],
            new byte[1],
            new byte[] {0, 0},
            new byte[] {0, 7, 1},
            new byte[] {0, 4, 1},
            new byte[] {0, 6},
            new byte[9000])) {
      client.sendTo(server().address(), garbage);
    }
    client.assertNothingMoreComes();
  }

  @Test
  void sendsThreePacketsToAClientThatNeverAnswers() throws IOException {
    start("retransmit.initial=20ms", "retransmit.max=40ms");
    RawClient client = client();
    client.request(RawClient.rrq("small", "blksize=512"));
    for (int i = 0; i < 3; i++) {
      assertThat(client.receive()).isEqualTo(RawClient.oack("blksize=512"));
    }
    TransferReport report = awaitReport(Outcome.TIMED_OUT);
    assertThat(report.retransmits()).isEqualTo(2);
    assertThat(client.isQuiet()).isTrue();
  }

  @Test
  void resendsALostBlock() throws IOException {
    start("retransmit.initial=20ms");
    RawClient client = client();
    client.request(RawClient.rrq("small", "blksize=512"));
    client.receive();
    client.ack(0);
    Packet first = client.receive();
    assertThat(client.receive()).isEqualTo(first);
    client.ack(1);
    assertThat(awaitReport(Outcome.COMPLETED).retransmits()).isPositive();
  }
}
